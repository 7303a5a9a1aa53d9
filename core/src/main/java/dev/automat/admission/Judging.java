package dev.automat.admission;

import dev.automat.policy.Judgement;
import dev.automat.resource.Plan;
import dev.automat.resource.Plan.Note;
import dev.automat.resource.PolicyReport;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.RuleVerdict.Outcome;
import dev.automat.resource.RuleVerdict.Severity;
import dev.automat.resource.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what the platform's rules say into plan and verdict. */
final class Judging {

  private Judging() {}

  /**
   * To be refused for nothing but rules that can be waived is another thing than to be refused.
   *
   * @param draft empty if something hindered it
   * @param violations all that is wrong but for what the rules deny
   */
  static Verdict verdict(Optional<Plan> draft, Judgement judgement, Violations violations) {
    List<Violation> denied = judgement.denials().stream().map(RuleVerdict::violation).toList();
    if (draft.isEmpty() || violations.any() || !denied.stream().allMatch(Violation::waivable)) {
      violations.addAll(denied);
      return new Verdict.Refused(violations.all());
    }
    Plan plan = sealed(draft.get(), judgement);
    return denied.isEmpty()
        ? new Verdict.Admitted(plan, LiveChecks.NAMES)
        : new Verdict.NeedsWaiver(plan, denied);
  }

  private static Plan sealed(Plan draft, Judgement judgement) {
    return judgement
        .report()
        .map(report -> draft.judged(report, notes(report)))
        .orElse(draft)
        .sealed();
  }

  /** A rule at fault that refuses nothing would be seen by nobody. */
  private static List<Note> notes(PolicyReport report) {
    List<RuleVerdict> verdicts = report.verdicts();
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i++) {
      RuleVerdict verdict = verdicts.get(i);
      if (verdict.outcome() == Outcome.ERROR && verdict.severity() != Severity.DENY) {
        notes.add(
            new Note(
                "/policy/verdicts/" + i,
                "the rule " + verdict.rule() + ": " + verdict.message().orElse("")));
      }
    }
    return notes;
  }
}
