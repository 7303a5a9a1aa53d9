package dev.automat.engine;

import static dev.automat.engine.DecideTest.AVAILABLE;
import static dev.automat.engine.DecideTest.JUST_SETTLED;
import static dev.automat.engine.DecideTest.NOT_QUITE_SETTLED;
import static dev.automat.engine.DecideTest.TICK;
import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.ready;

import dev.automat.engine.DecideTest.Case;
import dev.automat.engine.Difference.Remedy;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Written;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of {@link DecideTest} that speak of drift. */
final class DecideDrifts {

  private static final Difference LIMIT = difference("limit", Remedy.CORRECT);
  private static final Difference SHOWN = difference("note", Remedy.REPORT);
  private static final Difference ZONE = difference("zone", Remedy.IMPOSSIBLE);

  private DecideDrifts() {}

  static List<Case> cases() {
    List<Difference> all = List.of(LIMIT, SHOWN, ZONE);
    return List.of(
        drift("it can and may be mended", ready(), List.of(LIMIT), update(LIMIT)),
        drift("only what can be mended is written", ready(), all, update(LIMIT)),
        drift(
            "the module asks that it only be shown",
            ready(),
            List.of(SHOWN),
            new Decision.LeaveDrifted(List.of(SHOWN), false)),
        drift(
            "the cloud could do it only by replacing the resource",
            ready(),
            List.of(ZONE),
            new Decision.LeaveDrifted(List.of(ZONE), false)),
        drift(
            "an update was made; the cloud may still show what was before",
            written(NOT_QUITE_SETTLED, LIMIT),
            List.of(LIMIT),
            new Decision.AwaitSettled(NOW.plus(TICK))),
        drift(
            "it survived an update by a settle time: it is shown, with all that differs",
            written(JUST_SETTLED, LIMIT),
            all,
            new Decision.LeaveDrifted(all, true)),
        new Case(
            "a person asked for another look after the update that did not help",
            Sample.resource().work(written(JUST_SETTLED, LIMIT)).nudgedAt(NOW.minusSeconds(59)),
            AVAILABLE,
            List.of(LIMIT),
            update(LIMIT)),
        new Case(
            "the update that a person asked for was made, and did not help either",
            Sample.resource().work(written(JUST_SETTLED, LIMIT)).nudgedAt(JUST_SETTLED),
            AVAILABLE,
            List.of(LIMIT),
            new Decision.LeaveDrifted(List.of(LIMIT), true)),
        drift(
            "another value than the one that survived is worth another try",
            written(JUST_SETTLED, new Difference("limit", "20", "7", Remedy.CORRECT)),
            List.of(LIMIT),
            update(LIMIT)),
        drift(
            "after an update that mended one of two, the rest is tried by itself",
            written(JUST_SETTLED, LIMIT, difference("class", Remedy.CORRECT)),
            List.of(LIMIT),
            update(LIMIT)));
  }

  private static Case drift(
      String reason, Work work, List<Difference> differences, Decision decision) {
    return new Case(reason, Sample.resource().work(work), AVAILABLE, differences, decision);
  }

  private static Decision update(Difference... mend) {
    return new Decision.Update(List.of(mend));
  }

  private static Difference difference(String key, Remedy remedy) {
    return new Difference(key, "20", "5", remedy);
  }

  private static Work written(Instant at, Difference... mended) {
    return ready().withWritten(Optional.of(new Written(Differences.digest(List.of(mended)), at)));
  }
}
