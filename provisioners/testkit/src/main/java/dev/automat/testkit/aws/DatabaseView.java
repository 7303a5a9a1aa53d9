package dev.automat.testkit.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/** How one {@code DBInstance} of an answer is made to look. */
final class DatabaseView {

  /** What a database has not got yet while it is made, or at all if that failed. */
  private static final String[] NOT_YET = {
    "Endpoint", "InstanceCreateTime", "LatestRestorableTime", "DbInstancePort"
  };

  private static final Set<String> UNMADE = Set.of("creating", "failed");

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private DatabaseView() {}

  static String name(Element instance) {
    return Xml.value(instance, "DBInstanceIdentifier");
  }

  static void show(Element instance, Progress progress, Optional<String> status) {
    status.ifPresent(shown -> Xml.set(instance, "DBInstanceStatus", shown));
    if (UNMADE.contains(status.orElse(""))) {
      for (String part : NOT_YET) {
        Xml.remove(instance, part);
      }
    }
    if (progress.hasChanges()) {
      progress.before().forEach((name, value) -> restore(instance, name, value));
      Element pending =
          Xml.child(instance, "PendingModifiedValues")
              .orElseGet(() -> Xml.add(instance, "PendingModifiedValues"));
      progress.wanted().forEach((name, value) -> Xml.set(pending, name, value));
    }
  }

  private static void restore(Element instance, String name, String value) {
    if (value.isEmpty()) {
      Xml.remove(instance, name);
    } else {
      Xml.set(instance, name, value);
    }
  }

  /** Gives it an id of its own: the same as long as it lives, another for its successor. */
  static void identify(Element instance) {
    String life = Xml.value(instance, "DBInstanceArn") + Xml.value(instance, "InstanceCreateTime");
    Xml.set(instance, "DbiResourceId", "db-" + letters(life));
  }

  private static String letters(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      StringBuilder letters = new StringBuilder(26);
      for (int i = 0; i < 26; i++) {
        letters.append(LETTERS.charAt(digest[i] & 31));
      }
      return letters.toString();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java machine has SHA-256", impossible);
    }
  }
}
