package dev.automat.provisioner.local.cache;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One session of the administrator, in Redis's own protocol (RESP2, "Redis serialization protocol
 * specification"). A command blocks until it is answered; an interrupt of the virtual thread that
 * waits ends the session.
 */
final class RedisSession implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Below the deadline of a call of the SPI. */
  private static final Duration ANSWER = Duration.ofSeconds(20);

  /** For a server that has something to say before it was asked, and closes. */
  private static final Duration GREETING = Duration.ofSeconds(2);

  private static final int LONGEST = 64 * 1024 * 1024;

  private final Socket socket;
  private final InputStream in;

  private RedisSession(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Signs in.
   *
   * @throws RedisRefusal if the server does not let in
   * @throws IOException if it is not there
   */
  static RedisSession open(RedisEndpoint endpoint) throws IOException {
    RedisSession session = connected(endpoint);
    boolean in = false;
    try {
      session.call("AUTH", endpoint.username(), endpoint.password());
      in = true;
      return session;
    } catch (RedisRefusal refusal) {
      throw refusal;
    } catch (IOException cut) {
      listen(endpoint);
      throw cut;
    } finally {
      if (!in) {
        session.close();
      }
    }
  }

  /**
   * A server that is full says so to whoever comes, and closes; what we had sent meanwhile makes
   * the system forget what it said. So it is asked once more, and we only listen.
   */
  private static void listen(RedisEndpoint endpoint) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    try (RedisSession session = connected(endpoint)) {
      session.socket.setSoTimeout((int) GREETING.toMillis());
      session.answer();
    } catch (RedisRefusal said) {
      throw said;
    } catch (IOException silent) {
      // What was wrong in the first place is what should be told.
      return;
    }
  }

  private static RedisSession connected(RedisEndpoint endpoint) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) ANSWER.toMillis());
      socket.connect(
          new InetSocketAddress(endpoint.host(), endpoint.port()), (int) CONNECT.toMillis());
      return new RedisSession(endpoint.tls() ? secured(socket, endpoint) : socket);
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  private static Socket secured(Socket plain, RedisEndpoint endpoint) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            ((SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(plain, endpoint.host(), endpoint.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /**
   * What the command answers.
   *
   * @throws RedisRefusal if the server refuses it
   * @throws IOException if the session has ended, or the server does not answer
   */
  Reply call(List<String> command) throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    write(sent, "*" + command.size());
    for (String word : command) {
      write(sent, "$" + word.getBytes(StandardCharsets.UTF_8).length);
      write(sent, word);
    }
    socket.getOutputStream().write(sent.toByteArray());
    return answer();
  }

  Reply call(String... command) throws IOException {
    return call(List.of(command));
  }

  private static void write(ByteArrayOutputStream to, String line) throws IOException {
    to.write(line.getBytes(StandardCharsets.UTF_8));
    to.write('\r');
    to.write('\n');
  }

  private Reply answer() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      throw new IOException("what answers does not speak RESP2");
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '-' -> throw new RedisRefusal(rest);
      case '+' -> new Reply.Text(rest);
      case ':' -> new Reply.Whole(number(rest));
      case '$' -> string((int) number(rest));
      case '*' -> array((int) number(rest));
      default -> throw new IOException("what answers does not speak RESP2");
    };
  }

  private Reply string(int length) throws IOException {
    if (length < 0) {
      return new Reply.Nothing();
    }
    if (length > LONGEST) {
      throw new IOException("an answer of " + length + " bytes is too long");
    }
    String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    line();
    return new Reply.Text(text);
  }

  /**
   * A refusal inside of an array would leave the rest unread: only MULTI has any, and we do not.
   */
  private Reply array(int size) throws IOException {
    if (size < 0) {
      return new Reply.Nothing();
    }
    List<Reply> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(answer());
    }
    return new Reply.Many(items);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the session has ended");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  private static long number(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("what answers does not speak RESP2", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
