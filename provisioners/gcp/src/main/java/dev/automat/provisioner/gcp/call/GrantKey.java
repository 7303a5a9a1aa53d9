package dev.automat.provisioner.gcp.call;

import dev.automat.spi.GrantId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of a label that tells of a grant, where Google has no other place for it. */
public final class GrantKey {

  private static final Pattern KEY =
      Pattern.compile("automat-grant-([a-z2-7]{6})-v([1-9][0-9]{0,3})");

  private GrantKey() {}

  public static String of(GrantId id) {
    return "automat-grant-%s-v%d".formatted(id.binding(), id.version());
  }

  /** The grant that a label of that key tells of; empty if it tells of none. */
  public static Optional<GrantId> read(String key) {
    Matcher grant = KEY.matcher(key);
    return grant.matches()
        ? Optional.of(new GrantId(grant.group(1), Integer.parseInt(grant.group(2))))
        : Optional.empty();
  }
}
