package dev.automat.provisioner.aws.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine is found without noise, and its absence without delay. */
final class DockerEngineTest {

  @Test
  void isThereIfItAnswers() throws IOException {
    HttpServer engine =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext("/_ping", exchange -> exchange.sendResponseHeaders(200, -1));
    engine.start();
    try {
      assertTrue(DockerEngine.answers(engine.getAddress()));
    } finally {
      engine.stop(0);
    }
  }

  @Test
  void isNotThereWithoutASocket(@TempDir Path directory) {
    assertFalse(DockerEngine.answers(UnixDomainSocketAddress.of(directory.resolve("none.sock"))));
  }

  @Test
  @Timeout(120)
  void isNotThereIfItIsSilent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertFalse(DockerEngine.answers(silent.getLocalSocketAddress()));
    }
  }

  @Test
  void isLookedForWhereTheEnvironmentSays() {
    List<SocketAddress> places =
        DockerEngine.places(Map.of("DOCKER_HOST", "unix:///somewhere/docker.sock")).toList();
    assertEquals(List.of(UnixDomainSocketAddress.of("/somewhere/docker.sock")), places);
  }
}
