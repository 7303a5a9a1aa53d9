package dev.automat.provisioner.aws;

import dev.automat.testkit.Disruption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A moto server, and a way to it that can be disturbed. */
public final class AwsStandIn implements AutoCloseable {

  private final int moto;
  private final Process process;
  private final ServerSocket front;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Optional<Disruption> disruption = Optional.empty();

  /**
   * @param clock by which it does what takes time
   */
  public AwsStandIn(InstantSource clock) {
    try {
      moto = freePort();
      process =
          new ProcessBuilder(
                  System.getenv().getOrDefault("AUTOMAT_MOTO_SERVER", "moto_server"),
                  "-H",
                  "127.0.0.1",
                  "-p",
                  Integer.toString(moto))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      awaitMoto();
      front = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::accept);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Past every disruption. */
  public URI direct() {
    return URI.create("http://127.0.0.1:" + moto);
  }

  /** Where the plugin calls. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.getLocalPort());
  }

  public void disrupt(Disruption kind) {
    become(Optional.of(kind));
  }

  public void restore() {
    become(Optional.empty());
  }

  private void become(Optional<Disruption> next) {
    disruption = next;
    open.forEach(AwsStandIn::cut);
    open.clear();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      front.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    open.forEach(AwsStandIn::cut);
  }

  private void awaitMoto() throws IOException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), moto)) {
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > limit || !process.isAlive()) {
          process.destroyForcibly();
          throw notYet;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private void accept() {
    while (!front.isClosed()) {
      try {
        Socket client = front.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      if (disruption.isEmpty()) {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), moto);
        open.add(server);
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
        return;
      }
      switch (disruption.get()) {
        case UNREACHABLE -> cut(client);
        case HANGING -> {}
        case THROTTLED -> throttle(client);
      }
    } catch (IOException ended) {
      cut(client);
    }
  }

  private static void throttle(Socket client) throws IOException {
    byte[] buffer = new byte[65536];
    int read = client.getInputStream().read(buffer);
    String head = new String(buffer, 0, Math.max(0, read), StandardCharsets.ISO_8859_1);
    boolean json = head.toLowerCase(java.util.Locale.ROOT).contains("x-amz-target");
    String body =
        json
            ? "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}"
            : "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>"
                + "<Message>Rate exceeded</Message></Error></ErrorResponse>";
    String answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(json ? "application/x-amz-json-1.0" : "text/xml", body.length(), body);
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
    cut(client);
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      open.remove(from);
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void cut(Socket socket) {
    try {
      socket.close();
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
