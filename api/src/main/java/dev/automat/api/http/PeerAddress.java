package dev.automat.api.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Where a request comes from, as far as limits are concerned. */
final class PeerAddress {

  /** Of an IPv6 address: who has one mostly has all that begin so. */
  private static final int NETWORK_BYTES = 8;

  private PeerAddress() {}

  /**
   * @param behindProxy then it is the last entry of {@code X-Forwarded-For}, the only one that the
   *     proxy itself wrote
   */
  static String of(HttpServerRequest request, boolean behindProxy) {
    return of(
        Optional.ofNullable(request.remoteAddress()).map(a -> a.hostAddress()).orElse(""),
        Optional.ofNullable(request.getHeader("X-Forwarded-For")).orElse(""),
        behindProxy);
  }

  static String of(String peer, String forwarded, boolean behindProxy) {
    if (!behindProxy) {
      return network(peer);
    }
    String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return last.isEmpty() ? network(peer) : network(last);
  }

  private static String network(String address) {
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address v6
          ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), NETWORK_BYTES))
          : address;
    } catch (IllegalArgumentException e) {
      // The proxy may have written a name or a port; it stands for itself, up to a length.
      return address.substring(0, Math.min(address.length(), 64));
    }
  }
}
