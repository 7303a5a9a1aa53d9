package dev.automat.provisioner.aws.localstack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Whether a Docker engine answers. Asked before Testcontainers is, which would take its time to
 * find none and say so at length.
 */
public final class DockerEngine {

  private static final long SECONDS = 5;

  /** Whatever an engine answers to this begins so: Engine API, Ping. */
  private static final String PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";

  private static final String ANSWER = "HTTP/1.";

  private DockerEngine() {}

  /** Whether one does: where {@code DOCKER_HOST} says, or at one of the usual sockets. */
  public static boolean answers() {
    return places(System.getenv()).anyMatch(DockerEngine::answers);
  }

  static Stream<SocketAddress> places(Map<String, String> environment) {
    String named = environment.getOrDefault("DOCKER_HOST", "");
    if (!named.isEmpty()) {
      return Stream.of(address(URI.create(named)));
    }
    return List.of(
            Path.of("/var/run/docker.sock"),
            Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/run"), "docker.sock"),
            Path.of(environment.getOrDefault("HOME", "/"), ".docker", "run", "docker.sock"))
        .stream()
        .map(UnixDomainSocketAddress::of);
  }

  /** A remote engine behind TLS answers to Testcontainers alone, and is not asked here. */
  private static SocketAddress address(URI host) {
    return "unix".equals(host.getScheme())
        ? UnixDomainSocketAddress.of(host.getPath())
        : new InetSocketAddress(host.getHost(), host.getPort());
  }

  static boolean answers(SocketAddress at) {
    return CompletableFuture.supplyAsync(() -> ping(at), task -> Thread.ofVirtual().start(task))
        .completeOnTimeout(false, SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static boolean ping(SocketAddress at) {
    try (SocketChannel channel = open(at)) {
      channel.connect(at);
      channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(ANSWER.length());
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // Until so much has come, or the end
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
          .equals(ANSWER);
    } catch (IOException nobodyThere) {
      return false;
    }
  }

  private static SocketChannel open(SocketAddress at) throws IOException {
    return at instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }
}
