package dev.automat.provisioner.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Stands between a plugin and its server, and can be in the way. */
public final class CloudProxy implements AutoCloseable {

  /** What becomes of a connection. */
  public sealed interface Way {
    /** It leads to the server. */
    record Open() implements Way {}

    /** It is refused, and those that stand are cut. */
    record Refused() implements Way {}

    /** It is taken, and nothing comes of it; those that stand fall silent. */
    record Silent() implements Way {}

    /** Every request gets this answer, in ASCII; those that stand are cut. */
    record Answered(String answer) implements Way {}
  }

  private static final int ATTEMPTS = 100;

  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Way way = new Way.Open();
  private ServerSocket listener;
  private Thread acceptor = Thread.currentThread();

  public CloudProxy(int target) {
    this.target = target;
    this.listener = listenAnywhere();
    this.port = listener.getLocalPort();
  }

  public int port() {
    return port;
  }

  /** Takes another way, from now on. */
  public synchronized void take(Way next) {
    boolean wasRefused = way instanceof Way.Refused;
    way = next;
    try {
      switch (next) {
        case Way.Refused refused -> {
          refuse();
          cut();
        }
        case Way.Answered answered -> cut();
        case Way.Silent silent -> {}
        case Way.Open plain -> cut();
      }
      if (wasRefused && !(next instanceof Way.Refused)) {
        listener = listenAgain();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * The port is free only once the thread that accepts has left the socket: another bind must not
   * come before.
   */
  private void refuse() throws IOException {
    listener.close();
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    take(new Way.Refused());
  }

  /**
   * Below the ports that systems give to outgoing connections: one of those could take ours while
   * we refuse.
   */
  private ServerSocket listenAnywhere() {
    for (int attempt = 0; ; attempt++) {
      try {
        return listen(ThreadLocalRandom.current().nextInt(20_000, 32_000));
      } catch (UncheckedIOException taken) {
        if (attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  /** The system may keep the port for what is left of a connection that was cut: a moment. */
  private ServerSocket listenAgain() {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        return listen(port);
      } catch (UncheckedIOException taken) {
        if (System.nanoTime() > limit) {
          throw taken;
        }
        Thread.onSpinWait();
      }
    }
  }

  private ServerSocket listen(int wanted) {
    try {
      ServerSocket socket = new ServerSocket(wanted, 0, InetAddress.getLoopbackAddress());
      acceptor = Thread.ofVirtual().start(() -> accept(socket));
      return socket;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
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
      switch (way) {
        case Way.Open plain -> forward(client);
        case Way.Refused refused -> client.close();
        case Way.Silent silent -> {}
        case Way.Answered(String answer) -> {
          if (client.getInputStream().read(new byte[65536]) > 0) {
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
          }
          client.close();
        }
      }
    } catch (IOException ended) {
      open.remove(client);
    }
  }

  private void forward(Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    server.setTcpNoDelay(true);
    open.add(server);
    Thread.ofVirtual().start(() -> pump(client, server));
    Thread.ofVirtual().start(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[65536];
    try (from;
        to) {
      int read = from.getInputStream().read(buffer);
      while (read >= 0) {
        if (way instanceof Way.Silent) {
          from.getInputStream().skip(Long.MAX_VALUE);
          return;
        }
        to.getOutputStream().write(buffer, 0, read);
        to.getOutputStream().flush();
        read = from.getInputStream().read(buffer);
      }
    } catch (IOException ended) {
      open.remove(from);
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void cut() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }
}
