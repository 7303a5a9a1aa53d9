package dev.automat.engine;

import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.resource.Status;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Intent;
import dev.automat.resource.Work.Step;
import dev.automat.store.Acted;
import dev.automat.store.Completion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which writes to a cloud are acts: each has one line in the audit log where it begins and one
 * where it ends, however often it is tried again or asked about in between. A look that only makes
 * sure of what was done before is none.
 */
final class Acts {

  private Acts() {}

  /** The intent, as the part of the act under way that it is, if it is one. */
  static Intent within(Work before, Intent begun) {
    return begun.onlyLooks() && underWay(before).filter(act -> goesOn(act, begun)).isPresent()
        ? new Intent(begun.step(), begun.generation(), begun.at(), begun.token())
        : begun;
  }

  /** Whether what is begun is a further call of the act under way. */
  static boolean goesOn(Work before, Intent begun) {
    return underWay(before).filter(act -> goesOn(act, begun)).isPresent();
  }

  /** Another request is another update; a creation and a deletion are one, whatever is asked. */
  private static boolean goesOn(Intent act, Intent begun) {
    return act.step() == begun.step()
        && (act.step() != Step.UPDATE || act.generation() == begun.generation());
  }

  private static Optional<Intent> underWay(Work work) {
    return work.intent().filter(intent -> !intent.onlyLooks());
  }

  /**
   * What is written down with an intent.
   *
   * @param why what is done, for a person
   */
  static List<Acted> begun(Work before, Intent begun, String why) {
    if (goesOn(before, begun)) {
      return List.of();
    }
    List<Acted> acts = new ArrayList<>();
    underWay(before).ifPresent(act -> acts.add(supersededBy(begun, act)));
    if (!begun.onlyLooks()) {
      acts.add(line(begun.at(), begun.step(), Outcome.BEGUN, why));
    }
    return acts;
  }

  private static Acted supersededBy(Intent begun, Intent act) {
    if (act.step() == Step.DELETE && begun.step().makes()) {
      return line(begun.at(), act.step(), Outcome.DONE, "It is gone, and made again");
    }
    return act.step().makes() && begun.step() == Step.UPDATE
        ? line(begun.at(), act.step(), Outcome.DONE, "It is there, and is changed now")
        : line(
            begun.at(),
            act.step(),
            Outcome.FAILED,
            "It was not seen done before another act began: " + word(begun.step()));
  }

  /**
   * The completion, with what is written down where nothing is left to do.
   *
   * @param before as begun
   */
  static Completion ending(Work before, Completion completion, Instant at) {
    Optional<Intent> act =
        underWay(before)
            .filter(_ -> completion.found().filter(it -> it.work().intent().isEmpty()).isPresent());
    return act.map(
            ended ->
                completion.acting(
                    List.of(ended(ended.step(), completion.found().orElseThrow(), at))))
        .orElse(completion);
  }

  /** Of what is gone, only the deletion can have been done. */
  private static Acted ended(Step step, Completion.Found found, Instant at) {
    boolean done = found.deleted().isEmpty() || step == Step.DELETE || step == Step.DISCARD;
    return line(
        at,
        step,
        done ? Outcome.DONE : Outcome.FAILED,
        found.events().isEmpty()
            ? found.status().progress().map(Status.Progress::step).orElse("")
            : found.events().getLast().message());
  }

  private static Acted line(Instant at, Step step, Outcome outcome, String reason) {
    return new Acted(at, word(step), outcome, reason);
  }

  private static String word(Step step) {
    return step.name().toLowerCase(Locale.ROOT);
  }
}
