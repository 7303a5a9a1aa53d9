package dev.automat.policy;

import dev.automat.resource.PolicyReport;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.RuleVerdict.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What all rules say of one plan.
 *
 * @param report for the plan; empty if no rule speaks of it
 * @param guards files that can not be read, and could hold a rule that refuses it
 */
public record Judgement(Optional<PolicyReport> report, List<Guard> guards) {

  /** No rule was asked. */
  public static final Judgement NONE = new Judgement(Optional.empty(), List.of());

  /** Rules for whose sake it is refused. */
  public List<RuleVerdict> denials() {
    return report.stream().flatMap(found -> found.broken(Severity.DENY)).toList();
  }
}
