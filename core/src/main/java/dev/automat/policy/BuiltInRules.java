package dev.automat.policy;

import java.util.Set;

/**
 * The names of what Automat itself finds wrong with requests: programs compare them, so no rule of
 * the platform may have one of them.
 */
final class BuiltInRules {

  static final Set<String> NAMES =
      Set.of(
          Guard.RULE,
          "budget",
          "cloud-not-offered",
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
          "missing-field",
          "missing-input",
          "module-required",
          "name-form",
          "no-placement",
          "no-such-team",
          "only-in-preview",
          "owner-required",
          "path-agrees",
          "placement-moved",
          "placement-not-allowed",
          "not-later",
          "provisioner-unavailable",
          "quota",
          "size-not-offered",
          "too-many",
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
          "would-replace",
          "wrong-type");

  private BuiltInRules() {}
}
