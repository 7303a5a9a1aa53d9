package dev.automat.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class PeerAddressTest {

  @Test
  void onlyWhatTheProxyWroteCounts() {
    assertEquals("192.0.2.7", PeerAddress.of("10.0.0.1", "203.0.113.9, 192.0.2.7", true));
    assertEquals("10.0.0.1", PeerAddress.of("10.0.0.1", "203.0.113.9", false));
    assertEquals("10.0.0.1", PeerAddress.of("10.0.0.1", "", true));
    assertEquals("10.0.0.1", PeerAddress.of("10.0.0.1", "203.0.113.9, ", true));
  }

  @Test
  void whoHasANetworkOfIpv6IsOne() {
    assertEquals(
        PeerAddress.of("2001:db8::1", "", false),
        PeerAddress.of("2001:db8:0:0:ffff::2", "", false));
    assertNotEquals(
        PeerAddress.of("2001:db8::1", "", false), PeerAddress.of("2001:db8:0:1::1", "", false));
  }

  @Test
  void whatIsNoAddressStandsForItselfUpToALength() {
    assertEquals("unix-socket", PeerAddress.of("unix-socket", "", false));
    assertEquals(64, PeerAddress.of("10.0.0.1", "x".repeat(5_000), true).length());
  }
}
