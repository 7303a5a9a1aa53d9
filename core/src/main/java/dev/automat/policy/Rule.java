package dev.automat.policy;

import dev.automat.expression.ExpressionException;
import dev.automat.expression.Template;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.RuleVerdict.Outcome;
import dev.automat.resource.RuleVerdict.Severity;
import java.util.List;
import java.util.Optional;

/** A rule of the platform, compiled. Safe for many threads. */
public final class Rule {

  private final Head head;
  private final Match match;
  private final Template check;
  private final Template message;
  private final Template fix;

  Rule(Head head, Match match, Template check, Template message, Template fix) {
    this.head = head;
    this.match = match;
    this.check = check;
    this.message = message;
    this.fix = fix;
  }

  /**
   * What is said of it without a plan.
   *
   * @param at pointer into the document
   * @param digest of its own document
   */
  record Head(
      String name,
      Optional<String> description,
      String at,
      Severity severity,
      boolean waivable,
      Optional<String> docs,
      String digest) {}

  /** Unique on the platform. */
  public String name() {
    return head.name();
  }

  public Optional<String> description() {
    return head.description();
  }

  public Severity severity() {
    return head.severity();
  }

  public boolean waivable() {
    return head.waivable();
  }

  public Optional<String> docs() {
    return head.docs();
  }

  String digest() {
    return head.digest();
  }

  boolean speaksOf(Subject subject) {
    return match.fits(subject);
  }

  /** Whether the plan keeps it. One that can not be asked is never taken for kept. */
  RuleVerdict judge(Subject subject) {
    List<String> missing = subject.missing(check.reads());
    if (!missing.isEmpty()) {
      return error("it reads " + String.join(", ", missing) + ", which has no value here");
    }
    try {
      Object held = check.evaluate(subject.variables()).orElse("nothing");
      if (held instanceof Boolean kept) {
        return kept ? RuleVerdict.kept(name(), severity()) : broken(subject);
      }
      return error("its check gives " + held + ", which is neither true nor false");
    } catch (ExpressionException e) {
      return error(String.valueOf(e.getMessage()));
    }
  }

  private RuleVerdict broken(Subject subject) {
    return verdict(
        Outcome.FAIL,
        text(message, subject).orElseGet(() -> "does not keep the rule " + name()),
        text(fix, subject).orElse("ask the platform team"));
  }

  private RuleVerdict error(String reason) {
    return verdict(
        Outcome.ERROR,
        "whether the rule is kept can not be said: " + reason,
        "tell the platform team, who wrote the rule");
  }

  private RuleVerdict verdict(Outcome outcome, String what, String next) {
    return new RuleVerdict(
        name(),
        severity(),
        outcome,
        Optional.of(head.at()),
        Optional.of(what),
        Optional.of(next),
        docs(),
        severity() == Severity.DENY && waivable() ? Optional.of(true) : Optional.empty());
  }

  /** A text that can not be made is no reason to let a request through. */
  private static Optional<String> text(Template template, Subject subject) {
    try {
      return template.evaluate(subject.variables()).map(Object::toString);
    } catch (ExpressionException e) {
      return Optional.of(
          "the rule is broken, and its own words can not be made: " + e.getMessage());
    }
  }
}
