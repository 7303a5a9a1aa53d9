package dev.automat.cli.check;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Signs in to Redis, in its own protocol (RESP2), and asks what it is; changes nothing. Over TLS it
 * believes what Java believes, or the authorities that the connection names.
 *
 * @param connection with uri, host, port, username and password; with {@value #AUTHORITIES} if the
 *     server has authorities of its own, which vouch for no other
 */
record CacheCheck(Map<String, String> connection) implements ConnectionCheck {

  private static final String AUTHORITIES = "serverCa";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public String run() {
    String host = connection.getOrDefault("host", "localhost");
    String address =
        (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + connection.getOrDefault("port", "6379");
    String username = connection.getOrDefault("username", "default");
    try (Socket socket = connected(host)) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      ask(socket, in, "AUTH", username, connection.getOrDefault("password", ""));
      ask(socket, in, "PING");
      String version = ask(socket, in, "INFO", "server");
      return "logged in to Redis %s at %s as %s%s"
          .formatted(
              version
                  .lines()
                  .filter(line -> line.startsWith("redis_version:"))
                  .map(line -> line.substring("redis_version:".length()).strip())
                  .findFirst()
                  .orElse("of a version that it does not tell"),
              address,
              username,
              connection.containsKey("prefix")
                  ? ": its keys begin with " + connection.get("prefix")
                  : "");
    } catch (IOException e) {
      throw new CheckFailedException(
          "Redis at " + address + " does not let " + username + " in: " + e.getMessage(), e);
    }
  }

  private Socket connected(String host) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      int port = Integer.parseInt(connection.getOrDefault("port", "6379"));
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      return connection.getOrDefault("uri", "").startsWith("rediss://")
          ? secured(socket, host, port)
          : socket;
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  private Socket secured(Socket plain, String host, int port) throws IOException {
    String own = connection.getOrDefault(AUTHORITIES, "");
    SSLSocketFactory sockets =
        own.isEmpty() ? (SSLSocketFactory) SSLSocketFactory.getDefault() : trusting(own);
    SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, port, true);
    // Authorities of its own vouch for no other server, whatever name its certificate has.
    if (own.isEmpty()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  private static SSLSocketFactory trusting(String certificates) throws IOException {
    try {
      byte[] pem = certificates.getBytes(StandardCharsets.UTF_8);
      return Authorities.in(new ByteArrayInputStream(pem)).getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(AUTHORITIES + " can not be used: " + e.getMessage(), e);
    }
  }

  /** A command with a simple answer. */
  private static String ask(Socket socket, InputStream in, String... command) throws IOException {
    StringBuilder sent = new StringBuilder("*" + command.length + "\r\n");
    for (String word : command) {
      sent.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
      sent.append(word).append("\r\n");
    }
    socket.getOutputStream().write(sent.toString().getBytes(StandardCharsets.UTF_8));
    String answer = line(in);
    return switch (answer.isEmpty() ? ' ' : answer.charAt(0)) {
      case '+' -> answer.substring(1);
      case '$' -> text(in, answer.substring(1));
      case '-' -> throw new IOException(answer.substring(1));
      default -> throw new IOException("what answers is no Redis");
    };
  }

  private static String text(InputStream in, String length) throws IOException {
    try {
      String text = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
      line(in);
      return text;
    } catch (NumberFormatException e) {
      throw new IOException("what answers is no Redis", e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("it closed the connection");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  /** Not the connection: it holds a password. */
  @Override
  public String toString() {
    return "CacheCheck";
  }
}
