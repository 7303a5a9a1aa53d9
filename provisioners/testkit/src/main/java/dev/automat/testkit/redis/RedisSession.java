package dev.automat.testkit.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A session with a Redis server, in its own protocol (Redis serialization protocol, RESP2). */
public final class RedisSession implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  /** With a server on loopback, as {@code default}. */
  public RedisSession(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * What a command of simple answers gets: a status, a number, or a text.
   *
   * @throws IOException if the session has ended
   * @throws IllegalStateException if it is refused, with the words of the server
   */
  public String call(String... command) throws IOException {
    StringBuilder sent = new StringBuilder("*" + command.length + "\r\n");
    for (String part : command) {
      sent.append('$').append(part.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
      sent.append(part).append("\r\n");
    }
    socket.getOutputStream().write(sent.toString().getBytes(StandardCharsets.UTF_8));
    return answer();
  }

  private String answer() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '-' -> throw new IllegalStateException(rest);
      case '$' -> rest.equals("-1") ? "" : text(Integer.parseInt(rest));
      case '*' -> {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < Integer.parseInt(rest); i++) {
          all.append(answer()).append('\n');
        }
        yield all.toString();
      }
      default -> rest;
    };
  }

  private String text(int length) throws IOException {
    String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    line();
    return text;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the session has ended");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
