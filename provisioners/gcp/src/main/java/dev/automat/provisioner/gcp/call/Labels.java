package dev.automat.provisioner.gcp.call;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.TagRules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tags as Google's labels: at most 64; a key of 1 to 63 lowercase letters, digits, {@code _} and
 * {@code -}, a letter first; a value of 0 to 63 of the same ("Requirements for labels", Resource
 * Manager documentation, without the letters of other scripts, which not all services take).
 */
public final class Labels {

  /** The same for the tagger, so that nothing is left to change, with room for three of ours. */
  public static final TagRules RULES =
      new TagRules(
          61,
          63,
          "[a-z]",
          "[a-z0-9_-]",
          63,
          "[a-z0-9_-]",
          TagRules.Keys.CASE_SENSITIVE,
          Set.of("goog"));

  private static final int MOST = 64;
  private static final int LONGEST = 63;
  private static final int HASH = 8;

  /** What the engine calls a tag's key in {@code ResourceType.equivalent}. */
  private static final String TAG_PREFIX = "tags/";

  private Labels() {}

  /**
   * The labels that stand for the tags, in order.
   *
   * @throws ProvisionerException of type USER if two tags have the same label, or there are too
   *     many
   */
  public static Map<String, String> of(Map<String, String> tags) {
    Map<String, String> labels = new TreeMap<>();
    Map<String, String> from = new TreeMap<>();
    new TreeMap<>(tags)
        .forEach(
            (key, value) -> {
              String label = key(key);
              String other = from.putIfAbsent(label, key);
              if (other != null) {
                throw refused(
                    "the tags %s and %s would both be the label %s".formatted(other, key, label));
              }
              labels.put(label, value(value));
            });
    if (labels.size() > MOST) {
      throw refused("%d labels, and Google takes %d".formatted(labels.size(), MOST));
    }
    return labels;
  }

  private static ProvisionerException refused(String what) {
    return new ProvisionerException(
        ErrorCode.INVALID_SETTINGS, what, "rename or remove labels of the request");
  }

  /** What of the labels for these tags is not there as it should be. */
  public static Map<String, String> missing(Map<String, String> tags, Map<String, String> there) {
    Map<String, String> missing = of(tags);
    missing.entrySet().removeIf(label -> label.getValue().equals(there.get(label.getKey())));
    return missing;
  }

  /** Whether the key of {@code equivalent} is one of a tag. */
  public static boolean isTag(String key) {
    return key.startsWith(TAG_PREFIX);
  }

  /** Whether a label's value is what a tag's value becomes. */
  public static boolean isSame(Object want, Object got) {
    return value(want.toString()).equals(got);
  }

  static String key(String key) {
    String legal = legal(key);
    boolean letter = !legal.isEmpty() && legal.charAt(0) >= 'a' && legal.charAt(0) <= 'z';
    return cut(letter ? legal : "t" + legal, key);
  }

  static String value(String value) {
    return cut(legal(value), value);
  }

  private static String legal(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
  }

  /** What is cut ends with a digest of the whole, so that two of them stay two. */
  private static String cut(String legal, String whole) {
    return legal.length() <= LONGEST
        ? legal
        : legal.substring(0, LONGEST - HASH - 1) + "-" + digest(whole);
  }

  private static String digest(String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
