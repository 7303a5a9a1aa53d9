package dev.automat.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine for servers that are told theirs, or that come back to it. They are below
 * those that systems usually give to outgoing connections and to whoever asks for any: one of those
 * would take a port between the question and the start of its server, or while that is down.
 */
public final class FreePort {

  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  /** One at which nobody listens on loopback. */
  public static int find() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket(port, 0, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        if (attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  /**
   * A port for a server of the provisioner {@code local} alone, as if it had found it at an earlier
   * start. Servers that are tried side by side would take each other's, whenever one is down and
   * not back yet. Nothing happens if it has one.
   *
   * @param server the folder of that server, which need not be there
   */
  public static void keepIn(Path server) throws IOException {
    Path file = server.resolve("port");
    if (!Files.exists(file)) {
      Files.createDirectories(server);
      Files.writeString(file, Integer.toString(find()));
    }
  }
}
