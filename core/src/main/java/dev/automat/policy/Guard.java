package dev.automat.policy;

import dev.automat.resource.Violation;

/**
 * Stands in the place of a rule that can not be read: what it could have refused is refused. A rule
 * that vanished with a typing error would let everything through, and nobody would see it; a start
 * that fails would leave what exists without its engine.
 *
 * @param match what the rule could have spoken of
 * @param file where it stands
 * @param reason what is wrong with it, with file, line and column
 */
public record Guard(Match match, String file, String reason) {

  /** The name of the rule that takes its place. */
  static final String RULE = "policy-unreadable";

  /** What is told of a request that meets it. */
  public Violation violation() {
    return new Violation(
        "",
        RULE,
        "a rule that it would have to keep can not be read: " + reason,
        "have the platform team correct " + file);
  }
}
