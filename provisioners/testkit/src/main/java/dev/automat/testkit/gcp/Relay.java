package dev.automat.testkit.gcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/** Passes connections to one address of loopback on to a port of 127.0.0.1. */
final class Relay implements AutoCloseable {

  private static final int TRIES = 50;
  private static final int WAITING = 50;

  private final ServerSocket listening;
  private final IntSupplier port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Relay(ServerSocket listening, IntSupplier port) {
    this.listening = listening;
    this.port = port;
    Thread.ofVirtual().name("relay-" + listening.getInetAddress()).start(this::accept);
  }

  /**
   * Listens at an address that nobody has: another test on the machine may have any.
   *
   * @param at the port there
   * @param port where the connections go; asked at each of them
   */
  static Relay listen(int at, IntSupplier port) {
    IOException last = new IOException("no address of loopback is free");
    for (int i = 0; i < TRIES; i++) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      byte[] address = {
        127,
        (byte) random.nextInt(1, 255),
        (byte) random.nextInt(255),
        (byte) random.nextInt(1, 255)
      };
      try {
        return new Relay(new ServerSocket(at, WAITING, InetAddress.getByAddress(address)), port);
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw new UncheckedIOException(last);
  }

  String address() {
    return listening.getInetAddress().getHostAddress();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        close();
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt());
      open.add(server);
      Thread.ofVirtual().start(() -> pass(server, client));
      pass(client, server);
    } catch (IOException nobodyThere) {
      end(client);
    } catch (RuntimeException broken) {
      end(client);
      throw broken;
    }
  }

  /** Whatever goes wrong ends both halves: what is left of a connection is of no use. */
  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // As if it had come to its end.
    }
    end(from);
    end(to);
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      open.forEach(this::end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
