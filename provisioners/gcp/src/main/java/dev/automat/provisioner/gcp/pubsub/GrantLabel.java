package dev.automat.provisioner.gcp.pubsub;

import com.google.pubsub.v1.Subscription;
import dev.automat.provisioner.gcp.call.GrantKey;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A grant, as a label of the subscription tells of it. Policies of Pub/Sub have no names for their
 * entries and take no conditions, so that they can not tell themselves which member is whose grant;
 * a label has no room for the member either, but for its digest.
 *
 * @param digest of the member: half of SHA-256, in hex
 */
record GrantLabel(GrantId id, Access access, String digest) {

  private static final Pattern VALUE = Pattern.compile("(r|rw)-([0-9a-f]{32})");
  private static final int DIGITS = 32;

  static GrantLabel of(GrantId id, Access access, String member) {
    return new GrantLabel(id, access, digest(member));
  }

  /** The grants that stand on the subscription. */
  static Map<GrantId, GrantLabel> all(Subscription subscription) {
    Map<GrantId, GrantLabel> all = new LinkedHashMap<>();
    new TreeMap<>(subscription.getLabelsMap())
        .forEach((key, value) -> read(key, value).ifPresent(label -> all.put(label.id(), label)));
    return all;
  }

  private static Optional<GrantLabel> read(String key, String value) {
    Matcher grant = VALUE.matcher(value);
    return GrantKey.read(key)
        .filter(_ -> grant.matches())
        .map(
            id ->
                new GrantLabel(
                    id,
                    grant.group(1).equals("rw") ? Access.READWRITE : Access.READ,
                    grant.group(2)));
  }

  String key() {
    return GrantKey.of(id);
  }

  String value() {
    return (writes() ? "rw-" : "r-") + digest;
  }

  boolean writes() {
    return access == Access.READWRITE;
  }

  GrantLabel with(Access other) {
    return new GrantLabel(id, other, digest);
  }

  /** Whether it is a grant to that member. */
  boolean isTo(String member) {
    return digest.equals(digest(member));
  }

  /** Whether another of them is to the same member. */
  boolean isShared(Collection<GrantLabel> all) {
    return all.stream().anyMatch(each -> !each.id.equals(id) && each.digest.equals(digest));
  }

  /** Whether another of them lets the same member write. */
  boolean isSharedToWrite(Collection<GrantLabel> all) {
    return all.stream()
        .anyMatch(each -> !each.id.equals(id) && each.digest.equals(digest) && each.writes());
  }

  private static String digest(String member) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256")
              .digest(Members.normal(member).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
