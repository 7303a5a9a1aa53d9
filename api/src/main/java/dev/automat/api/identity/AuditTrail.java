package dev.automat.api.identity;

import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Call;
import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.audit.AuditLog;
import dev.automat.identity.Caller;
import dev.automat.identity.Permission;
import java.util.Optional;

/** Writes down refusals, looks at secrets, and changes to who may what. */
final class AuditTrail {

  private static final int LONGEST_TARGET = 300;

  private final AuditLog log;

  AuditTrail(AuditLog log) {
    this.log = log;
  }

  /** Whether it is written down that it was done, and not only that it was refused. */
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

  void done(Operation operation, Call call, Optional<String> team) {
    append(operation, call, call.caller(), team, Outcome.DONE, "");
  }

  void denied(Operation operation, Call call, Caller caller, Optional<String> team, String reason) {
    append(operation, call, caller, team, Outcome.DENIED, reason);
  }

  private void append(
      Operation operation,
      Call call,
      Caller caller,
      Optional<String> team,
      Outcome outcome,
      String reason) {
    log.append(
        new AuditEntry(
            call.receivedAt(),
            caller.actor(),
            caller.identity().issuer(),
            caller.identity().subject(),
            call.requestId(),
            operation.id(),
            operation.permission().text(),
            team.map(name -> name.substring(0, Math.min(name.length(), 64))).map(AuditTrail::cut),
            cut(operation.method() + " " + operation.path().fill(call.path())),
            outcome,
            reason));
  }

  /** Of a stranger's text, as much as is needed to see what they tried. */
  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_TARGET)).replaceAll("[^ -~]", "?");
  }
}
