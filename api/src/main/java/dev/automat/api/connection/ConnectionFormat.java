package dev.automat.api.connection;

import dev.automat.resource.Json;
import java.util.Arrays;
import java.util.Optional;

/** The forms in which a connection is given. */
public enum ConnectionFormat {
  /** One JSON object with an entry for each file that the Service Binding specification mounts. */
  SERVICEBINDING("servicebinding", "application/json"),
  /** A manifest with the values. */
  KUBERNETES_SECRET("kubernetes-secret", "application/yaml"),
  /** A manifest that says where External Secrets reads the values; it holds none. */
  EXTERNAL_SECRET("external-secret", "application/yaml"),
  /** Lines of {@code KEY=value}. */
  DOTENV("dotenv", "text/plain"),
  /** One line. */
  URI("uri", "text/plain");

  private final String word;
  private final String contentType;

  ConnectionFormat(String word, String contentType) {
    this.word = word;
    this.contentType = contentType;
  }

  /** As it is asked for. */
  public String word() {
    return word;
  }

  public String contentType() {
    return contentType;
  }

  public static Optional<ConnectionFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
  }

  /**
   * The connection in this form.
   *
   * @return empty if it has no such form, which only a connection without a URI has
   */
  public Optional<String> write(ConnectionOf connection) {
    return switch (this) {
      case SERVICEBINDING -> Optional.of(Json.write(connection.entries()));
      case KUBERNETES_SECRET -> Optional.of(Manifests.secret(connection));
      case EXTERNAL_SECRET -> Optional.of(Manifests.externalSecret(connection));
      case DOTENV -> Optional.of(Dotenv.of(connection));
      case URI ->
          Optional.ofNullable(connection.entries().get("uri"))
              .or(() -> Optional.ofNullable(connection.entries().get("url")))
              .map(uri -> uri + "\n");
    };
  }
}
