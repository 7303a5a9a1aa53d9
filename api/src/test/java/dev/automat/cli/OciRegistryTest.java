package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.automat.catalog.Bundle;
import dev.automat.catalog.BundleRefusedException;
import dev.automat.catalog.OciLayout;
import dev.automat.resource.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is taken of a registry, and what is not. */
@Timeout(300)
class OciRegistryTest {

  private final Map<String, byte[]> served = new HashMap<>();
  private final Bundle bundle = Bundle.ofDirectory(Path.of("..", "modules"));
  private HttpServer server;
  private boolean wantsToken;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    byte[] archive = bundle.archive();
    ObjectNode manifest = Json.object().put("schemaVersion", 2);
    manifest
        .putArray("layers")
        .addObject()
        .put("mediaType", "application/vnd.docker.image.rootfs.diff.tar.gzip")
        .put("digest", OciLayout.digestOf(archive))
        .put("size", archive.length);
    served.put("/v2/platform/catalog/manifests/v1", Json.mapper().writeValueAsBytes(manifest));
    served.put("/v2/platform/catalog/blobs/" + OciLayout.digestOf(archive), archive);
    served.put("/token", "{\"token\": \"guest\"}".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean known =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
            .equals(Optional.of("Bearer guest"));
    Optional<byte[]> body = Optional.ofNullable(served.get(path));
    if (wantsToken && !known && !path.equals("/token")) {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"http://%s/token\",service=\"r\"".formatted(host()));
      exchange.sendResponseHeaders(401, -1);
    } else if (body.isPresent()) {
      exchange.sendResponseHeaders(200, body.get().length);
      exchange.getResponseBody().write(body.get());
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
    exchange.close();
  }

  private Bundle pull(String image) {
    return OciRegistry.pull("oci://" + host() + "/" + image);
  }

  @Test
  void pullsWhatATagNames() {
    assertEquals(bundle.digest(), pull("platform/catalog:v1").digest());
  }

  @Test
  void asksForTheTokenOfAGuest() {
    wantsToken = true;
    assertEquals(bundle.digest(), pull("platform/catalog:v1").digest());
  }

  @Test
  void takesNothingThatHasAnotherDigest() {
    byte[] archive = bundle.archive();
    String blob = "/v2/platform/catalog/blobs/" + OciLayout.digestOf(archive);
    archive[archive.length / 2] ^= 1;
    served.put(blob, archive);
    BundleRefusedException refused =
        assertThrows(BundleRefusedException.class, () -> pull("platform/catalog:v1"));
    assertTrue(String.valueOf(refused.getMessage()).contains("changed on its way"));

    String digest = "sha256:" + "0".repeat(64);
    served.put(
        "/v2/platform/catalog/manifests/" + digest,
        Optional.ofNullable(served.get("/v2/platform/catalog/manifests/v1")).orElseThrow());
    CommandException another =
        assertThrows(CommandException.class, () -> pull("platform/catalog@" + digest));
    assertTrue(String.valueOf(another.getMessage()).contains("another manifest"));
  }

  @Test
  void saysWhatIsNotThere() {
    CommandException missing =
        assertThrows(CommandException.class, () -> pull("platform/catalog:v2"));
    assertTrue(String.valueOf(missing.getMessage()).contains("manifests/v2 is not there"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci://", "oci://host", "oci://host/Upper:v1", "oci://user@host/x:v1"})
  void whatNamesNoImageIsRefused(String reference) {
    CommandException refused =
        assertThrows(CommandException.class, () -> OciRegistry.pull(reference));
    assertEquals(ExitCode.USAGE, refused.exitCode());
  }
}
