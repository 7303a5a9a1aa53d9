package dev.automat.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** What no decent client would send. */
final class RawHttp {

  private RawHttp() {}

  /** All that the server answers until it closes, or for two seconds. */
  static String send(int port, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      StringBuilder answer = new StringBuilder();
      byte[] piece = new byte[4096];
      try {
        for (int n = socket.getInputStream().read(piece);
            n > 0;
            n = socket.getInputStream().read(piece)) {
          answer.append(new String(piece, 0, n, StandardCharsets.UTF_8));
        }
      } catch (SocketTimeoutException e) {
        // The server keeps the connection open for more, which is its right.
        return answer.toString();
      }
      return answer.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
