package dev.automat.testkit.aws;

import dev.automat.testkit.wire.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands a call to moto as it came, the Host header included: moto puts it into the addresses of
 * queues. The JDK's client would not let us send that header.
 */
final class MotoLink {

  private static final String END_OF_HEAD = "\r\n\r\n";

  private final int port;

  MotoLink(int port) {
    this.port = port;
  }

  AwsReply send(AwsCall call) throws IOException {
    return send(call.method(), call.path(), call.headers(), call.body());
  }

  /** One connection for each call: moto's server closes them anyway. */
  AwsReply send(String method, String path, List<Header> headers, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
      for (Header header : headers) {
        if (!isOurs(header)) {
          head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
      }
      head.append("Connection: close\r\nContent-Length: ").append(bytes.length);
      head.append(END_OF_HEAD);
      // Head and body are two packets: held back, the second waits 40 ms for the first one's
      // receipt.
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    }
  }

  /** True of a header that is about one connection, not about the call. */
  static boolean isOurs(Header header) {
    return header.is("Connection")
        || header.is("Content-Length")
        || header.is("Expect")
        || header.is("Transfer-Encoding");
  }

  private static AwsReply parse(String answer) throws IOException {
    int end = answer.indexOf(END_OF_HEAD);
    if (end < 0) {
      throw new IOException("moto hung up without an answer");
    }
    String[] lines = answer.substring(0, end).split("\r\n", -1);
    List<Header> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.add(new Header(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
    }
    byte[] body =
        answer.substring(end + END_OF_HEAD.length()).getBytes(StandardCharsets.ISO_8859_1);
    return new AwsReply(
        Integer.parseInt(lines[0].split(" ", 3)[1]),
        List.copyOf(headers),
        new String(body, StandardCharsets.UTF_8));
  }
}
