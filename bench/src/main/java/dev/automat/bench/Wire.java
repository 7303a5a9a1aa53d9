package dev.automat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One keep-alive connection: it sends a request and knows when the answer is complete. */
final class Wire implements AutoCloseable {

  private static final int LARGEST_ANSWER = 1 << 16;
  private static final int OPEN = -1;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_ANSWER);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private int scanned;
  private int end = OPEN;
  private int status;
  private long sentAt;

  private Wire(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  static Wire open(Selector selector, int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    Wire wire = new Wire(channel, key);
    key.attach(wire);
    return wire;
  }

  void send(ByteBuffer request) throws IOException {
    in.clear();
    scanned = 0;
    end = OPEN;
    out = request;
    sentAt = System.nanoTime();
    flush();
  }

  /** Sends on what the socket did not take at once. */
  void flush() throws IOException {
    channel.write(out);
    int interest = out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  /** Reads what there is. @return whether the answer is complete */
  boolean receive() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the server closed the connection");
    }
    if (end == OPEN) {
      readHead();
    }
    if (end != OPEN && in.position() > end) {
      throw new IOException("the server said more than was asked");
    }
    return end != OPEN && in.position() == end;
  }

  private void readHead() throws IOException {
    for (; scanned + 3 < in.position(); scanned++) {
      if (in.get(scanned) == '\r' && in.getInt(scanned) == 0x0d0a0d0a) {
        String head = text(scanned).toLowerCase(Locale.ROOT);
        int length = head.indexOf("\r\ncontent-length:");
        if (length < 0) {
          throw new IOException("an answer without a length: " + head);
        }
        int from = length + "\r\ncontent-length:".length();
        int to = head.indexOf('\r', from);
        end =
            scanned
                + 4
                + Integer.parseInt(head.substring(from, to < 0 ? head.length() : to).strip());
        status = Integer.parseInt(head.substring(9, 12));
        return;
      }
    }
  }

  /** Of the complete answer. */
  int status() {
    return status;
  }

  /** Since the request was sent. */
  long nanos() {
    return System.nanoTime() - sentAt;
  }

  /** The whole answer, for a complaint. */
  String answer() {
    return text(in.position());
  }

  private String text(int length) {
    byte[] bytes = new byte[length];
    in.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
