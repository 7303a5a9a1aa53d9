package dev.automat.resource;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one rule of the platform says of a plan. Where it is kept, nothing but that is said.
 *
 * @param at pointer into the document
 * @param waivable true if a waiver can let it through
 */
@JsonPropertyOrder({"rule", "severity", "outcome", "at", "message", "fix", "docs", "waivable"})
public record RuleVerdict(
    String rule,
    Severity severity,
    Outcome outcome,
    Optional<String> at,
    Optional<String> message,
    Optional<String> fix,
    Optional<String> docs,
    Optional<Boolean> waivable) {

  /** It is kept. */
  public static RuleVerdict kept(String rule, Severity severity) {
    return new RuleVerdict(
        rule,
        severity,
        Outcome.PASS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  boolean canBeWaived() {
    return waivable.orElse(false);
  }

  /** What is told of one that is not kept. */
  public Violation violation() {
    return new Violation(
            at.orElse(""),
            rule,
            message.orElse(""),
            fix.orElse("") + (canBeWaived() ? ", or ask for a waiver of it" : ""))
        .withDocs(docs, canBeWaived());
  }

  Map<String, Object> members() {
    Map<String, Object> members = new TreeMap<>();
    members.put("rule", rule);
    members.put("severity", severity.text());
    members.put("outcome", outcome.text());
    at.ifPresent(text -> members.put("at", text));
    message.ifPresent(text -> members.put("message", text));
    fix.ifPresent(text -> members.put("fix", text));
    docs.ifPresent(text -> members.put("docs", text));
    waivable.ifPresent(can -> members.put("waivable", can));
    return members;
  }

  /** What becomes of a request that does not keep it. */
  public enum Severity {
    /** It is refused. */
    DENY,
    /** It is carried out, and told. */
    WARN,
    /** It is carried out, and stands in the plan. */
    AUDIT;

    /** As it is written. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it is kept. */
  public enum Outcome {
    PASS,
    FAIL,
    /** It can not be said: its check, or what it reads, is at fault. */
    ERROR;

    /** As it is written. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
