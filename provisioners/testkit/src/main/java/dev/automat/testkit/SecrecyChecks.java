package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Application credentials reach the cloud and the application, and nobody else. */
interface SecrecyChecks extends Checks {

  /** Through a whole life, and through failures, in which secrets like to slip out. */
  @EachType
  default void noSecretStandsInLogsFailuresOrWhatIsShown(Subject subject) {
    Desired desired = subject.fresh();
    List<String> seen = new ArrayList<>();
    try (OutputCapture output = new OutputCapture()) {
      seen.add(subject.operations().create(desired).toString());
      Present shown = subject.awaitAvailable(desired.ref());
      Desired recorded = Subject.recorded(desired, shown);
      seen.add(shown.toString());
      attempt(seen, () -> subject.operations().create(recorded));
      attempt(seen, () -> subject.operations().update(changed(subject, recorded), shown));
      seen.add(subject.listAll().toString());
      failures(subject, seen);
      OutageChecks.reached(subject, recorded.ref());
      subject.operations().delete(desired.ref());
      seen.addAll(output.lines());
    }
    seen.addAll(bench().logged());
    desired.credentials().ifPresent(secret -> assertHidden(secret.password(), seen));
  }

  /**
   * A type that binds applications may keep the resource's own secret to itself, if it is the
   * master's. A cloud may have rules for names of users that the engine's name does not keep: the
   * type then says in its output {@code username} which one it gave.
   */
  @EachType
  default void connectingDetailsHoldTheCredentials(Subject subject) {
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    Map<String, String> connection =
        subject.operations().connection(shown.outputs(), desired.credentials());
    boolean kept =
        subject.descriptor().bindings().isPresent() && !connection.containsKey("password");
    for (Credentials secret : desired.credentials().stream().filter(_ -> !kept).toList()) {
      assertTrue(connection.containsValue(secret.password()), "the password");
      Object username = shown.outputs().getOrDefault("username", secret.username());
      assertEquals(username, connection.get("username"), "the username");
    }
    assertFalse(connection.isEmpty(), "something to connect with");
  }

  /** Creates that fail: one finds another's object in its way, others do not reach the cloud. */
  private void failures(Subject subject, List<String> seen) {
    Desired blocked = subject.fresh();
    ResourceRef foreign =
        bench()
            .plantForeign(
                blocked,
                Map.of("automat-uid", "zzzzzzzzzzzzzzzzzzzz", "automat-installation", "x"));
    Desired refused =
        new Desired(
            foreign,
            blocked.settings(),
            blocked.tags(),
            blocked.credentials(),
            blocked.idempotencyToken());
    List<String> words = new ArrayList<>();
    attempt(words, () -> subject.operations().create(refused));
    for (Disruption disruption : List.of(Disruption.UNREACHABLE, Disruption.THROTTLED)) {
      if (bench().unable(disruption).isEmpty()) {
        bench().disrupt(disruption);
        attempt(words, () -> subject.operations().create(blocked));
        bench().restore();
      }
    }
    blocked.credentials().ifPresent(secret -> assertHidden(secret.password(), words));
    seen.addAll(words);
  }

  private Desired changed(Subject subject, Desired recorded) {
    Desired changed = recorded;
    for (var change : bench().changedSettings(subject.toString()).entrySet()) {
      changed = Subject.withSetting(changed, change.getKey(), change.getValue());
    }
    return changed;
  }

  static void attempt(List<String> seen, Runnable call) {
    try {
      call.run();
    } catch (ProvisionerException failure) {
      seen.add(failure.nextStep());
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        seen.add(cause.toString());
      }
    }
  }

  static void assertHidden(String password, List<String> seen) {
    String encoded = Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8));
    for (String text : seen) {
      // The text itself is not shown: it holds the secret.
      assertFalse(text.contains(password) || text.contains(encoded), "a secret is shown");
    }
  }
}
