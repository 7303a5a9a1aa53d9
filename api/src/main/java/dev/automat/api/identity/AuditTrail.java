package dev.automat.api.identity;

import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.audit.Asked;
import dev.automat.audit.AuditChange;
import dev.automat.audit.AuditDraft;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.audit.AuditLog;
import dev.automat.identity.Caller;
import dev.automat.identity.Permission;
import dev.automat.policy.BuiltInRules;
import dev.automat.resource.Violation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes down refusals, looks at secrets, and changes to who may what. */
final class AuditTrail {

  private static final int LONGEST_TARGET = 300;

  private final AuditLog log;
  private final Supplier<String> rules;
  private final RefusalLimit limit = new RefusalLimit(System::nanoTime);

  /**
   * @param rules the digest of today's rules
   */
  AuditTrail(AuditLog log, Supplier<String> rules) {
    this.log = log;
    this.rules = rules;
  }

  /**
   * Whether it is written down that it was done, whatever that wrote. What is accepted of resources
   * is written down by the store.
   */
  static boolean isAudited(Permission permission) {
    return switch (permission) {
      case CONNECTION_READ,
          BINDING_WRITE,
          TEAM_WRITE,
          TEAM_CREATE,
          TOKEN_WRITE,
          TRANSFER_WRITE,
          WAIVER_WRITE,
          WAIVER_GRANT,
          CATALOG_WRITE,
          PLATFORM_WRITE ->
          true;
      case NONE,
          SELF_READ,
          CATALOG_READ,
          BUNDLE_READ,
          RESOURCE_READ,
          RESOURCE_WRITE,
          BINDING_READ,
          TEAM_READ,
          WAIVER_READ,
          AUDIT_READ,
          PLATFORM_READ ->
          false;
    };
  }

  /** The request, for whatever is written because of it. */
  static Asked asked(Operation operation, Call call, Optional<String> team) {
    return new Asked(draft(operation, call, call.caller(), team));
  }

  void done(Asked asked) {
    log.append(asked.draft().entry(Outcome.DONE, "", Optional.empty()));
  }

  /**
   * By rules or limits; what is only written wrongly is nobody's decision, and not written down.
   */
  void refused(Asked asked, Problem problem) {
    List<String> broken =
        problem.violations().stream()
            .map(Violation::rule)
            .filter(BuiltInRules::isDecision)
            .distinct()
            .toList();
    if (!broken.isEmpty()) {
      append(
          asked.draft(),
          Outcome.REFUSED,
          String.join(", ", broken),
          Optional.of(AuditChange.refusedBy(rules.get())));
    }
  }

  void denied(Operation operation, Call call, Caller caller, Optional<String> team, String reason) {
    append(draft(operation, call, caller, team), Outcome.DENIED, reason, Optional.empty());
  }

  /**
   * Nothing was written with it, so it is a line by itself; and nobody fills the log with these.
   */
  private void append(
      AuditDraft draft, Outcome outcome, String reason, Optional<AuditChange> change) {
    limit
        .unwritten(draft.issuer() + " " + draft.subject())
        .ifPresent(
            before ->
                log.append(
                    draft.entry(
                        outcome,
                        before == 0
                            ? reason
                            : reason + " (" + before + " more before it are not written down)",
                        change)));
  }

  private static AuditDraft draft(
      Operation operation, Call call, Caller caller, Optional<String> team) {
    return new AuditDraft(
        call.receivedAt(),
        caller.actor(),
        caller.identity().issuer(),
        caller.identity().subject(),
        call.requestId(),
        operation.id(),
        operation.permission().text(),
        team.map(name -> name.substring(0, Math.min(name.length(), 64))).map(AuditTrail::cut),
        cut(operation.method() + " " + operation.path().fill(call.path())));
  }

  /** Of a stranger's text, as much as is needed to see what they tried. */
  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_TARGET)).replaceAll("[^ -~]", "?");
  }
}
