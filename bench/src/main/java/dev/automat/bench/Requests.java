package dev.automat.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The next request that a connection sends; asked by one thread. */
@FunctionalInterface
interface Requests {

  ByteBuffer next();

  /** The same few over and over, already encoded. */
  static Requests cycling(List<ByteBuffer> requests) {
    int[] turn = {0};
    return () -> requests.get(turn[0]++ % requests.size()).duplicate();
  }

  /** As many as {@code names} says, cycling; {@code path} and body have {@code %s} for a name. */
  static Requests cycling(int port, String token, String path, int names, String body) {
    List<ByteBuffer> requests = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      requests.add(put(port, token, path.formatted("orders-" + i), body));
    }
    return cycling(requests);
  }

  /** By whoever has the token. */
  static ByteBuffer put(int port, String token, String path, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "PUT %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: bench\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, port, token, content.length);
    byte[] first = head.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(first.length + content.length).put(first).put(content).flip();
  }
}
