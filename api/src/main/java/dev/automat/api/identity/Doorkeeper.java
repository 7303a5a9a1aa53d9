package dev.automat.api.identity;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Handler;
import dev.automat.api.exchange.Problem;
import dev.automat.identity.Caller;
import dev.automat.identity.Memberships;
import dev.automat.identity.Permission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stands before every handler: lets in who has the permission that the contract names. Where the
 * path names a team, it is had in that team; where it does not, and the permission is one of a
 * team, the handler shows no more than {@link Caller#reach}.
 */
public final class Doorkeeper {

  private static final String TEAM = "team";

  private final Authentication authentication;
  private final Memberships memberships;

  public Doorkeeper(Authentication authentication, Memberships memberships) {
    this.authentication = authentication;
    this.memberships = memberships;
  }

  /** The handlers, each behind the door that its operation has. */
  public Map<String, Handler> guard(Contract contract, Map<String, Handler> handlers) {
    Map<String, Handler> guarded = new HashMap<>(handlers);
    for (Operation operation : contract.operations()) {
      guarded.computeIfPresent(operation.id(), (_, handler) -> behindDoor(operation, handler));
    }
    return guarded;
  }

  private Handler behindDoor(Operation operation, Handler handler) {
    return operation.permission() == Permission.NONE
        ? handler
        : call -> handler.handle(call.by(admitted(operation, call)));
  }

  private Caller admitted(Operation operation, Call call) {
    Caller caller = authentication.callerOf(call);
    Optional<Problem> refusal = refusal(operation, call, caller);
    if (refusal.isPresent()) {
      throw refusal.get().exception();
    }
    return caller;
  }

  private Optional<Problem> refusal(Operation operation, Call call, Caller caller) {
    Permission permission = operation.permission();
    return switch (permission.scope()) {
      case NOBODY, ANYBODY -> Optional.empty();
      case PLATFORM ->
          caller.may(permission)
              ? Optional.empty()
              : Optional.of(Refusals.lacks(caller, permission));
      case TEAM ->
          operation.path().parameters().contains(TEAM)
              ? inTeam(permission, call.pathParameter(TEAM), caller)
              : Optional.empty();
    };
  }

  private Optional<Problem> inTeam(Permission permission, String team, Caller caller) {
    if (caller.may(permission, team)) {
      return Optional.empty();
    }
    return Optional.of(
        caller.sees(team)
            ? Refusals.lacks(caller, permission, team, memberships)
            : Refusals.noSuchTeam(team));
  }
}
