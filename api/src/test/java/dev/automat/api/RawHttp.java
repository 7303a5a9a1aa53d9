package dev.automat.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no decent client would send. */
final class RawHttp {

  /**
   * For a machine that is busy with something else: whoever answers at all has answered by then.
   */
  private static final int PATIENCE_MILLIS = 120_000;

  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *([0-9]+) *\r\n", Pattern.CASE_INSENSITIVE);

  private RawHttp() {}

  /**
   * One whole answer, or what came until the server closed: it may keep the connection open for
   * more, which is its right.
   */
  static String send(int port, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      // A byte is a character here, so that lengths can be compared.
      StringBuilder answer = new StringBuilder();
      byte[] piece = new byte[4096];
      int n = 0;
      while (n >= 0 && !isWhole(answer)) {
        n = socket.getInputStream().read(piece);
        answer.append(new String(piece, 0, Math.max(n, 0), StandardCharsets.ISO_8859_1));
      }
      return new String(
          answer.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that says how long it is and has come as far as that. */
  private static boolean isWhole(CharSequence answer) {
    int end = answer.toString().indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    Matcher length = LENGTH.matcher(answer.subSequence(0, end + 2));
    return length.find() && answer.length() >= end + 4 + Integer.parseInt(length.group(1));
  }
}
