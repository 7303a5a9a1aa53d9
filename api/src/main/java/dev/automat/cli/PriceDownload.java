package dev.automat.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Gets an official price list into a file: over https, or over http from this machine itself; no
 * redirection is followed, and no more than {@link #MOST_BYTES} are taken.
 */
final class PriceDownload {

  /** The largest list of a region has some hundred megabytes. */
  static final long MOST_BYTES = 512L * 1024 * 1024;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration WHOLE = Duration.ofMinutes(10);
  private static final int PIECE = 64 * 1024;

  private final long most;

  PriceDownload(long most) {
    this.most = most;
  }

  void to(Path file, URI uri) throws IOException {
    boolean allowed =
        "https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost())));
    if (!allowed) {
      throw new IOException(uri + " is not https: give a --base-url that is");
    }
    try (HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      HttpResponse<InputStream> answer = ask(http, uri);
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new IOException(uri + " answers " + answer.statusCode());
        }
        copy(body, file, uri);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static HttpResponse<InputStream> ask(HttpClient http, URI uri)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(WHOLE).header("User-Agent", "automat").build();
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (IOException silent) {
      throw new IOException(
          "no answer from "
              + uri
              + " ("
              + silent.getClass().getSimpleName()
              + "): name a mirror with --base-url, or a list that you fetched with --from",
          silent);
    }
  }

  private void copy(InputStream body, Path file, URI uri) throws IOException {
    long end = System.nanoTime() + WHOLE.toNanos();
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] piece = new byte[PIECE];
      long taken = 0;
      for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
        taken += read;
        if (taken > most || System.nanoTime() > end) {
          throw new IOException(
              uri + " has more than " + most + " bytes, or takes longer than " + WHOLE);
        }
        out.write(piece, 0, read);
      }
    }
  }
}
