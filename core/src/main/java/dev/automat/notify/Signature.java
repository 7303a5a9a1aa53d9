package dev.automat.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what webhooks receive, as Standard Webhooks 1.0.0 says: HMAC-SHA256 over {@code
 * id.timestamp.body}, one signature for each secret.
 */
final class Signature {

  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private Signature() {}

  /**
   * The header {@code webhook-signature}.
   *
   * @param secrets each {@code whsec_} and the base64 of 24 to 64 bytes
   * @throws IllegalArgumentException if one has another form; the message does not hold it
   */
  static String of(String id, Instant at, byte[] body, List<String> secrets) {
    return secrets.stream()
        .map(secret -> "v1," + one(id, at, body, key(secret)))
        .collect(Collectors.joining(" "));
  }

  private static String one(String id, Instant at, byte[] body, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] key(String secret) {
    if (secret.startsWith(PREFIX)) {
      byte[] key = decoded(secret.substring(PREFIX.length()));
      if (key.length >= SHORTEST && key.length <= LONGEST) {
        return key;
      }
    }
    throw new IllegalArgumentException(
        "a secret is whsec_ and the base64 of 24 to 64 bytes, such as openssl rand -base64 32");
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // Its message would hold a part of the secret.
    }
  }
}
