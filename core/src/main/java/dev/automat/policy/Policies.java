package dev.automat.policy;

import dev.automat.resource.Json;
import dev.automat.resource.PolicyReport;
import dev.automat.resource.RuleVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All rules of the platform. Immutable, and safe for many threads. */
public final class Policies {

  /** No rules. */
  public static final Policies NONE = new Policies(List.of(), List.of(), List.of());

  private final Map<String, Rule> rules = new LinkedHashMap<>();
  private final List<Guard> guards;
  private final List<PolicyTest> tests;
  private final String digest;

  Policies(List<Rule> rules, List<Guard> guards, List<PolicyTest> tests) {
    rules.forEach(rule -> this.rules.put(rule.name(), rule));
    this.guards = List.copyOf(guards);
    this.tests = List.copyOf(tests);
    SortedMap<String, String> digests = new TreeMap<>();
    this.rules.forEach((name, rule) -> digests.put(name, rule.digest()));
    this.digest = Json.digest(digests);
  }

  /** In the order of their files. */
  public Collection<Rule> rules() {
    return Collections.unmodifiableCollection(rules.values());
  }

  public Optional<Rule> rule(String name) {
    return Optional.ofNullable(rules.get(name));
  }

  /** Of the documents of all rules. */
  public String digest() {
    return digest;
  }

  /** What stands in the place of rules that can not be read. */
  public List<Guard> guards() {
    return guards;
  }

  /** The tests in the files. */
  public List<PolicyTest> tests() {
    return tests;
  }

  /** What the rules say of a plan. Pure. */
  public Judgement judge(Subject subject) {
    List<RuleVerdict> verdicts = new ArrayList<>();
    Map<String, String> asked = new TreeMap<>();
    for (Rule rule : rules.values()) {
      if (rule.speaksOf(subject)) {
        verdicts.add(rule.judge(subject));
        asked.put(rule.name(), rule.digest());
      }
    }
    List<Guard> met = guards.stream().filter(guard -> guard.match().fits(subject)).toList();
    return new Judgement(
        asked.isEmpty()
            ? Optional.empty()
            : Optional.of(new PolicyReport(Json.digest(asked), verdicts)),
        met);
  }
}
