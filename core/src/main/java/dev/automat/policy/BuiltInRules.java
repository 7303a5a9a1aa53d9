package dev.automat.policy;

import java.util.Set;

/**
 * The names of what Automat itself finds wrong with requests: programs compare them, so no rule of
 * the platform may have one of them.
 */
public final class BuiltInRules {

  /** Those that say who may have what; all others say that a request is written wrongly. */
  private static final Set<String> DECISIONS =
      Set.of(
          Guard.RULE, "budget", "max-lifetime", "owner-required", "placement-not-allowed", "quota");

  static final Set<String> NAMES =
      Set.of(
          Guard.RULE,
          "budget",
          "cloud-not-offered",
          "copy-left",
          "environment-required",
          "expires-in-the-past",
          "expiry",
          "expression-failed",
          "grow-only",
          "immutable",
          "invalid-field",
          "invalid-input",
          "invalid-label",
          "invalid-lifetime",
          "invalid-name",
          "invalid-setting",
          "invalid-value",
          "lifetime-and-expires-at",
          "max-lifetime",
          "member-protected",
          "missing-field",
          "missing-input",
          "module-required",
          "name-form",
          "name-taken",
          "no-placement",
          "no-such-team",
          "only-in-preview",
          "owner-required",
          "path-agrees",
          "place-not-configured",
          "placement-moved",
          "placement-not-allowed",
          "not-later",
          "provisioner-unavailable",
          "quota",
          "size-not-offered",
          "tag-collision",
          "too-many",
          "too-many-tags",
          "unknown-environment",
          "unknown-field",
          "unknown-kind",
          "unknown-module",
          "unknown-size",
          "unknown-team",
          "unknown-version",
          "version-deprecated",
          "version-ended",
          "version-pinned",
          "waivers",
          "would-delete",
          "would-replace",
          "wrong-type");

  private BuiltInRules() {}

  /**
   * Whether a refusal by this rule is a decision, which somebody may want to account for later: by
   * a rule of the platform or of a module, or by the limits of a team.
   */
  public static boolean isDecision(String rule) {
    return DECISIONS.contains(rule) || !NAMES.contains(rule);
  }
}
