package dev.automat.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangesTest {

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "0.0.0.0, false, this network",
    "0.255.255.255, false, this network",
    "1.1.1.1, true, public",
    "9.255.255.255, true, just before 10/8",
    "10.0.0.0, false, private",
    "10.255.255.255, false, private",
    "11.0.0.0, true, just behind 10/8",
    "100.63.255.255, true, just before carrier-grade NAT",
    "100.64.0.1, false, carrier-grade NAT",
    "100.127.255.255, false, carrier-grade NAT",
    "100.128.0.0, true, just behind carrier-grade NAT",
    "127.0.0.1, false, loopback",
    "127.255.255.254, false, loopback",
    "169.254.169.254, false, the metadata of clouds",
    "172.15.255.255, true, just before 172.16/12",
    "172.16.0.1, false, private",
    "172.31.255.255, false, private",
    "172.32.0.0, true, just behind 172.16/12",
    "192.0.0.8, false, protocol assignments",
    "192.0.2.1, false, documentation",
    "192.88.99.1, false, 6to4 relays",
    "192.168.0.1, false, private",
    "198.17.255.255, true, just before benchmarking",
    "198.19.0.1, false, benchmarking",
    "198.51.100.7, false, documentation",
    "203.0.113.7, false, documentation",
    "223.255.255.255, true, the last before multicast",
    "224.0.0.1, false, multicast",
    "239.255.255.255, false, multicast",
    "240.0.0.1, false, reserved",
    "255.255.255.255, false, broadcast",
    "'::', false, unspecified",
    "'::1', false, loopback",
    "'::ffff:127.0.0.1', false, mapped loopback",
    "'::ffff:10.0.0.1', false, mapped private",
    "'::ffff:1.1.1.1', true, mapped public: it is that address",
    "'::7f00:1', false, compatible loopback",
    "'64:ff9b::a00:1', false, translated private",
    "'100::1', false, discarded",
    "'2001::1', false, Teredo",
    "'2001:db8::1', false, documentation",
    "'2002:a00:1::1', false, 6to4 of a private address",
    "'2606:4700:4700::1111', true, public",
    "'3fff::1', false, documentation",
    "'fc00::1', false, unique local",
    "'fd12:3456::1', false, unique local",
    "'fe80::1', false, link-local",
    "'fec0::1', false, site-local",
    "'ff02::1', false, multicast",
  })
  void knowsWhatIsPublic(String address, boolean isPublic, String reason)
      throws UnknownHostException {
    assertEquals(isPublic, AddressRanges.isPublic(InetAddress.getByName(address)), reason);
  }
}
