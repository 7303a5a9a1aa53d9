package dev.automat.provisioner.gcp.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What Redis 5.0 answers to AUTH, which has no user as an argument there. No machine of today has
 * that version.
 */
final class ServerOfOneArgument implements AutoCloseable {

  private final ServerSocket socket;
  private final String password;

  private ServerOfOneArgument(ServerSocket socket, String password) {
    this.socket = socket;
    this.password = password;
  }

  static ServerOfOneArgument start(String password) throws IOException {
    ServerOfOneArgument server =
        new ServerOfOneArgument(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), password);
    Thread.ofVirtual().start(server::serve);
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        try (Socket client = socket.accept()) {
          serve(client);
        }
      }
    } catch (IOException closed) {
      // The test is over, or its client: the test says what it missed.
    }
  }

  private void serve(Socket client) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    for (String head = lines.readLine(); head != null; head = lines.readLine()) {
      String answer = answer(words(lines, Integer.parseInt(head.substring(1))));
      client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** An array of bulk strings, as clients send commands. */
  private static List<String> words(BufferedReader lines, int count) throws IOException {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.readLine();
      words.add(lines.readLine());
    }
    return words;
  }

  private String answer(List<String> command) {
    return command.size() != 2
        ? "-ERR wrong number of arguments for 'auth' command"
        : command.equals(List.of("AUTH", password)) ? "+OK" : "-ERR invalid password";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
