package dev.automat.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

  private static String sign(String... secrets) {
    return Signature.of(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        Instant.ofEpochSecond(1_614_265_330),
        BODY,
        List.of(secrets));
  }

  /** Worked out with openssl dgst -sha256 -mac HMAC. */
  @Test
  void signsAsStandardWebhooksSays() {
    assertEquals("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", sign(SECRET));
  }

  @Test
  void signsWithBothSecretsWhileOneIsReplaced() {
    String other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    assertEquals(sign(SECRET) + " " + sign(other), sign(SECRET, other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "canary", "whsec_", "whsec_canary!", "whsec_Y2FuYXJ5"})
  void refusesWhatIsNoSecretWithoutSayingIt(String secret) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> sign(secret));
    assertFalse(String.valueOf(refusal.getMessage()).contains("canary"), refusal::toString);
    assertEquals(null, refusal.getCause());
  }
}
