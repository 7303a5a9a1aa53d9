package dev.automat.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A rule that two catalogues do not share.
 *
 * @param rule its name
 * @param was its severity; empty: there was none of that name
 * @param now empty: there is none any more
 */
public record RuleChange(String rule, Optional<String> was, Optional<String> now) {

  /** All of them, by name. */
  public static List<RuleChange> between(Policies was, Policies now) {
    TreeSet<String> names = new TreeSet<>();
    was.rules().forEach(rule -> names.add(rule.name()));
    now.rules().forEach(rule -> names.add(rule.name()));
    List<RuleChange> changes = new ArrayList<>();
    for (String name : names) {
      Optional<Rule> before = was.rule(name);
      Optional<Rule> after = now.rule(name);
      if (!before.map(Rule::digest).equals(after.map(Rule::digest))) {
        changes.add(
            new RuleChange(
                name,
                before.map(rule -> rule.severity().text()),
                after.map(rule -> rule.severity().text())));
      }
    }
    return List.copyOf(changes);
  }
}
