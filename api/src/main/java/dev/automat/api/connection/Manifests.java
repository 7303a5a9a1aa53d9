package dev.automat.api.connection;

import dev.automat.document.YamlWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects for a Kubernetes cluster. */
final class Manifests {

  private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(10);
  private static final Duration LONGEST_REFRESH = Duration.ofHours(1);

  private Manifests() {}

  /** A Secret (v1), whose data is Base64 of the values in UTF-8. */
  static String secret(ConnectionOf connection) {
    Map<String, Object> data = new LinkedHashMap<>();
    connection
        .forPrograms()
        .forEach(
            (key, value) ->
                data.put(
                    key,
                    Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("apiVersion", "v1");
    manifest.put("kind", "Secret");
    manifest.put("metadata", metadata(connection));
    manifest.put("type", connection.secretType());
    manifest.put("data", data);
    return YamlWriter.write(manifest, Integer.MAX_VALUE);
  }

  /**
   * An ExternalSecret (external-secrets.io/v1). Where a store of the cloud has the connection, over
   * the ClusterSecretStore that its plugin names. Else over a ClusterSecretStore {@code automat} of
   * the webhook provider, which reads {@code remoteRef.key} below the address of this server.
   */
  static String externalSecret(ConnectionOf connection) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("refreshInterval", refresh(connection.overlap()));
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("name", connection.objectName());
    target.put("template", Map.of("type", connection.secretType()));
    Optional<ConnectionOf.Kept> kept = connection.kept();
    spec.put("secretStoreRef", store(kept.map(ConnectionOf.Kept::store).orElse("automat")));
    spec.put("target", target);
    if (kept.isPresent()) {
      spec.put("dataFrom", List.of(Map.of("extract", Map.of("key", kept.get().key()))));
    } else {
      spec.put("data", each(connection));
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("apiVersion", "external-secrets.io/v1");
    manifest.put("kind", "ExternalSecret");
    manifest.put("metadata", metadata(connection));
    manifest.put("spec", spec);
    return YamlWriter.write(manifest, Integer.MAX_VALUE);
  }

  private static Map<String, Object> store(String name) {
    Map<String, Object> store = new LinkedHashMap<>();
    store.put("kind", "ClusterSecretStore");
    store.put("name", name);
    return store;
  }

  private static List<Object> each(ConnectionOf connection) {
    List<Object> data = new ArrayList<>();
    for (String key : connection.forPrograms().keySet()) {
      Map<String, Object> remote = new LinkedHashMap<>();
      remote.put("key", connection.href().substring(1));
      remote.put("property", key);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("secretKey", key);
      entry.put("remoteRef", remote);
      data.add(entry);
    }
    return data;
  }

  /** A quarter of the overlap: a new secret is read, and mounted, before the old one ends. */
  private static String refresh(Duration overlap) {
    Duration quarter = overlap.dividedBy(4);
    Duration atLeast = quarter.compareTo(SHORTEST_REFRESH) < 0 ? SHORTEST_REFRESH : quarter;
    Duration refresh = atLeast.compareTo(LONGEST_REFRESH) > 0 ? LONGEST_REFRESH : atLeast;
    return refresh.toSeconds() + "s";
  }

  private static Map<String, Object> metadata(ConnectionOf connection) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", connection.objectName());
    connection
        .reachableFrom()
        .ifPresent(from -> metadata.put("annotations", Map.of("automat.dev/reachable-from", from)));
    return metadata;
  }
}
