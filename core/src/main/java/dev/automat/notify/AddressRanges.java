package dev.automat.notify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are of the public internet. Sources: the IANA registries of special-purpose
 * addresses for IPv4 and IPv6 (RFC 6890), and of multicast.
 */
final class AddressRanges {

  private record Range(InetAddress start, int bits) {

    static Range of(String text) {
      String[] parts = text.split("/", -1);
      try {
        return new Range(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    boolean contains(byte[] address) {
      byte[] first = start.getAddress();
      if (address.length != first.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Range> SPECIAL_IPV4 =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4")
          .map(Range::of)
          .toList();

  /** All else that is not global unicast: mapped, compatible, translated, local, multicast. */
  private static final Range GLOBAL_IPV6 = Range.of("2000::/3");

  /** Teredo and 6to4 carry IPv4 addresses in them. */
  private static final List<Range> SPECIAL_IPV6 =
      Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20").map(Range::of).toList();

  private AddressRanges() {}

  /** Whether it is the address of one machine on the public internet. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? SPECIAL_IPV4.stream().noneMatch(range -> range.contains(bytes))
        : GLOBAL_IPV6.contains(bytes)
            && SPECIAL_IPV6.stream().noneMatch(range -> range.contains(bytes));
  }
}
