package dev.automat.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class MachineTokenTest {

  private final String token = MachineToken.next(new SecureRandom());

  @Test
  void isOfAFormThatScannersMatch() {
    assertTrue(MachineToken.FORM.matcher(token).matches(), token);
    assertTrue(MachineToken.isWellFormed(token));
    assertNotEquals(token, MachineToken.next(new SecureRandom()));
  }

  @Test
  void tellsWhatWasCutOrMistyped() {
    char other = token.charAt(20) == 'a' ? 'b' : 'a';
    assertFalse(MachineToken.isWellFormed(token.substring(0, token.length() - 1)));
    assertFalse(MachineToken.isWellFormed(token.substring(0, 20) + other + token.substring(21)));
    assertTrue(MachineToken.isMeant(token.substring(0, 30)));
  }

  @Test
  void itsDigestDoesNotPrintItself() {
    TokenDigest digest = TokenDigest.of("abc");
    assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest.text());
    assertEquals("TokenDigest", digest.toString());
    assertTrue(digest.isSameAs(TokenDigest.of("abc")));
    assertFalse(digest.isSameAs(TokenDigest.of("abd")));
  }
}
