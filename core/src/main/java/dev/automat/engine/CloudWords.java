package dev.automat.engine;

import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.resource.Status;
import java.time.Instant;
import java.util.Set;

/**
 * The cloud's own words on a resource as lines of its timeline: each once, until the cloud says
 * something else.
 */
final class CloudWords {

  /** Where these are the last that was said, the progress is a word of ours, such as creating. */
  private static final Set<String> OURS =
      Set.of(Reasons.CREATING, Reasons.RECREATING, Reasons.UPDATING, Reasons.DRIFT_CORRECTED);

  private CloudWords() {}

  /** Of what can be used. The condition {@code Ready} has the words, and knows the last ones. */
  static Findings whileReady(Findings found, String says, Instant now) {
    boolean known =
        found
            .before()
            .status()
            .condition(Type.Ready)
            .filter(ready -> ready.message().equals(says))
            .isPresent();
    return told(found, says, known, now);
  }

  /** Of what is worked on. A look that failed meanwhile takes the condition; the progress stays. */
  static Findings atWork(Findings found, String says, Instant now) {
    Status before = found.before().status();
    boolean known =
        before.progress().filter(last -> last.step().equals(says)).isPresent()
            && before.condition(Type.Synced).filter(c -> OURS.contains(c.reason())).isEmpty();
    return told(found, says, known, now);
  }

  private static Findings told(Findings found, String says, boolean known, Instant now) {
    return known || says.isEmpty()
        ? found
        : found.event(Event.Draft.normal(now, Reasons.CLOUD_SAYS, says));
  }
}
