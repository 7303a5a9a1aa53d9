package dev.automat.cli;

import dev.automat.catalog.Bundle;
import dev.automat.catalog.OciLayout;
import dev.automat.resource.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pulls a bundle from a registry (OCI Distribution Specification 1.1, "Pull"), over https, and over
 * http from this machine. Whoever asks is nobody: a registry that wants a token for that is asked
 * for one, as its challenge says.
 */
final class OciRegistry implements AutoCloseable {

  static final String SCHEME = "oci://";

  private static final Pattern REFERENCE =
      Pattern.compile(
          "oci://([A-Za-z0-9.-]+(?::[0-9]{1,5})?)/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
              + "(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?");
  private static final Pattern PART = Pattern.compile("(realm|service|scope)=\"([^\"]*)\"");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 32 << 20;
  private static final String ACCEPT =
      "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json, */*";

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final URI base;
  private Optional<String> token = Optional.empty();

  private OciRegistry(URI base) {
    this.base = base;
  }

  /** The bundle that a reference such as {@code oci://host/repository:tag} names. */
  static Bundle pull(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    if (!parts.matches()) {
      throw new CommandException(
          ExitCode.USAGE,
          reference + " names no image: write oci://HOST/REPOSITORY:TAG, or …@sha256:DIGEST");
    }
    String host = parts.group(1);
    String scheme = isHere(host) ? "http" : "https";
    URI base = URI.create(scheme + "://" + host + "/v2/" + parts.group(2) + "/");
    Optional<String> digest = Optional.ofNullable(parts.group(4));
    String wanted = digest.orElseGet(() -> Optional.ofNullable(parts.group(3)).orElse("latest"));
    try (OciRegistry registry = new OciRegistry(base)) {
      byte[] manifest = registry.get("manifests/" + wanted);
      if (digest.isPresent() && !OciLayout.digestOf(manifest).equals(digest.get())) {
        throw new CommandException(
            host + " answers with another manifest than " + digest.get() + ": nothing was taken");
      }
      return new OciLayout(blob -> registry.blob(blob), Optional.empty()).bundle(manifest);
    }
  }

  /** An index leads to manifests, which registries keep beside the blobs. */
  private byte[] blob(String digest) {
    return tried("blobs/" + digest).orElseGet(() -> get("manifests/" + digest));
  }

  private static boolean isHere(String host) {
    String name = host.replaceFirst(":[0-9]+$", "");
    try {
      return name.equals("localhost")
          || (name.matches("[0-9.]+") && InetAddress.getByName(name).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private byte[] get(String path) {
    return tried(path)
        .orElseThrow(() -> new CommandException(base.resolve(path) + " is not there"));
  }

  private Optional<byte[]> tried(String path) {
    HttpResponse<InputStream> answer = send(base.resolve(path));
    if (answer.statusCode() == 401 && token.isEmpty()) {
      token = Optional.of(token(answer));
      answer = send(base.resolve(path));
    }
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(body(answer));
      case 404 -> Optional.empty();
      case 401, 403 ->
          throw new CommandException(
              base.getHost()
                  + " gives it to nobody who does not log in: pull it with the registry's own"
                  + " tools into an image layout, and push that");
      default ->
          throw new CommandException(
              base.resolve(path) + " answers with status " + answer.statusCode());
    };
  }

  private HttpResponse<InputStream> send(URI uri) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", ACCEPT);
    // Not to whom it was redirected: the client leaves this header away on another host.
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      return http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE, "no answer from " + uri.getHost() + " (" + e + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }

  private static byte[] body(HttpResponse<InputStream> answer) {
    try (InputStream in = answer.body()) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new CommandException(answer.uri() + " has more bytes than any bundle");
      }
      return bytes;
    } catch (IOException e) {
      throw new CommandException(ExitCode.UNREACHABLE, answer.uri() + " broke off (" + e + ")", e);
    }
  }

  /** The challenge names who gives tokens (RFC 6750; the registry's token specification). */
  private String token(HttpResponse<InputStream> challenge) {
    String text = challenge.headers().firstValue("WWW-Authenticate").orElse("");
    String realm = "";
    StringBuilder query = new StringBuilder();
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      if (parts.group(1).equals("realm")) {
        realm = parts.group(2);
      } else {
        query.append(query.isEmpty() ? "?" : "&");
        query.append(parts.group(1)).append('=').append(ApiClient.encoded(parts.group(2)));
      }
    }
    boolean safe = realm.startsWith("https://") || (isLocal(realm) && isHere(base.getAuthority()));
    if (!text.startsWith("Bearer") || !safe) {
      throw new CommandException(
          base.getHost() + " asks for a login that is not known here: " + text);
    }
    HttpResponse<InputStream> answer = send(URI.create(realm + query));
    return Json.mapper().readTree(body(answer)).path("token").asString("");
  }

  private static boolean isLocal(String realm) {
    return realm.startsWith("http://") && isHere(URI.create(realm).getAuthority());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
