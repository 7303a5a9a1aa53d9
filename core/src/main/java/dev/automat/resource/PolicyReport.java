package dev.automat.resource;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the platform's rules say of a plan. It does not depend on waivers, so that the plan is the
 * same wherever it is computed.
 *
 * @param digest of the documents of the rules that speak of it, and of no others: a change of
 *     another rule leaves the plan as it is
 * @param verdicts one for each of these rules, in the order of their files
 */
@JsonPropertyOrder({"digest", "verdicts"})
public record PolicyReport(String digest, List<RuleVerdict> verdicts) {

  public PolicyReport {
    verdicts = List.copyOf(verdicts);
  }

  /** Those that were not kept, or could not be asked, of that severity. */
  public Stream<RuleVerdict> broken(RuleVerdict.Severity severity) {
    return verdicts.stream()
        .filter(each -> each.severity() == severity && each.outcome() != RuleVerdict.Outcome.PASS);
  }

  Map<String, Object> members() {
    return Map.of(
        "digest", digest, "verdicts", verdicts.stream().map(RuleVerdict::members).toList());
  }
}
