package dev.automat.provisioner.aws.rds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings that are ours and not RDS's: how to change and how to delete. They stand in one tag of
 * the instance, as {@code finalSnapshot=false applyImmediately=true}, because a deletion is given
 * no settings, and so that a person at the console can read and change them.
 *
 * @param values by key; what was never asked for is not there
 */
record Choices(Map<String, Boolean> values) {

  static final String TAG = "automat-rds";

  private static final List<String> KEYS =
      List.of(
          Keys.ALLOW_MAJOR_VERSION_UPGRADE,
          Keys.APPLY_IMMEDIATELY,
          Keys.BINDING_SECRETS,
          Keys.DELETE_AUTOMATED_BACKUPS,
          Keys.FINAL_SNAPSHOT);

  Choices {
    values = Map.copyOf(values);
  }

  /** Those in the tags; what can not be read is left out, and its default holds. */
  static Choices in(Map<String, String> tags) {
    Map<String, Boolean> values = new LinkedHashMap<>();
    for (String word : tags.getOrDefault(TAG, "").split(" ", -1)) {
      int equals = word.indexOf('=');
      String value = word.substring(equals + 1);
      if (equals > 0
          && KEYS.contains(word.substring(0, equals))
          && (value.equals("true") || value.equals("false"))) {
        values.put(word.substring(0, equals), value.equals("true"));
      }
    }
    return new Choices(values);
  }

  /** These, changed by what is wanted. */
  Choices with(Wanted wanted) {
    Map<String, Boolean> changed = new LinkedHashMap<>(values);
    for (String key : KEYS) {
      wanted.flag(key).ifPresent(value -> changed.put(key, value));
    }
    return new Choices(changed);
  }

  /** These, but for the snapshot: there is to be none. */
  Choices withoutFinalSnapshot() {
    Map<String, Boolean> changed = new LinkedHashMap<>(values);
    changed.put(Keys.FINAL_SNAPSHOT, false);
    return new Choices(changed);
  }

  /** The tag that holds them; no tag if there are none. */
  Map<String, String> tag() {
    return values.isEmpty()
        ? Map.of()
        : Map.of(
            TAG,
            new TreeMap<>(values)
                .entrySet().stream()
                    .map(choice -> choice.getKey() + "=" + choice.getValue())
                    .collect(Collectors.joining(" ")));
  }

  boolean applyImmediately() {
    return values.getOrDefault(Keys.APPLY_IMMEDIATELY, true);
  }

  boolean allowMajorVersionUpgrade() {
    return values.getOrDefault(Keys.ALLOW_MAJOR_VERSION_UPGRADE, false);
  }

  boolean bindingSecrets() {
    return values.getOrDefault(Keys.BINDING_SECRETS, false);
  }

  boolean finalSnapshot() {
    return values.getOrDefault(Keys.FINAL_SNAPSHOT, true);
  }

  boolean deleteAutomatedBackups() {
    return values.getOrDefault(Keys.DELETE_AUTOMATED_BACKUPS, true);
  }
}
