package dev.automat.api.identity;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.EventSource;
import dev.automat.api.exchange.Handler;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemException;
import dev.automat.api.exchange.Reply;
import dev.automat.audit.Asked;
import dev.automat.audit.AuditLog;
import dev.automat.identity.Caller;
import dev.automat.identity.Memberships;
import dev.automat.identity.Permission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Stands before every handler: lets in who has the permission that the contract names. Where the
 * path names a team, it is had in that team; where it does not, and the permission is one of a
 * team, the handler shows no more than {@link Caller#reach}.
 */
public final class Doorkeeper {

  private static final String TEAM = "team";

  private final Authentication authentication;
  private final Memberships memberships;
  private final AuditTrail trail;

  /**
   * @param rules the digest of today's rules
   */
  public Doorkeeper(
      Authentication authentication,
      Memberships memberships,
      AuditLog log,
      Supplier<String> rules) {
    this.authentication = authentication;
    this.memberships = memberships;
    this.trail = new AuditTrail(log, rules);
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
    return operation.permission() == Permission.NONE ? handler : new Door(operation, handler);
  }

  /** A handler that strangers do not reach. */
  private final class Door implements Handler {

    private final Operation operation;
    private final Handler handler;

    Door(Operation operation, Handler handler) {
      this.operation = operation;
      this.handler = handler;
    }

    @Override
    public Optional<Problem> refusalByHead(Map<String, String> headers) {
      return authentication.refusalByHead(headers);
    }

    @Override
    public Reply handle(Call call) throws InterruptedException {
      Call admitted = admitted(operation, call);
      Asked asked = AuditTrail.asked(operation, admitted, teamOf(operation, call));
      Reply reply = asked.during(() -> answered(admitted, asked));
      // Before it is sent: no secret leaves of which nothing is written down.
      if (AuditTrail.isAudited(operation.permission())
          && !isDryRun(operation, admitted)
          && !asked.isWrittenDown()) {
        trail.done(asked);
      }
      return watched(reply, operation, call);
    }

    private Reply answered(Call admitted, Asked asked) throws InterruptedException {
      try {
        return handler.handle(admitted);
      } catch (ProblemException e) {
        if (!operation.permission().isRead() && !isDryRun(operation, admitted)) {
          trail.refused(asked, e.problem());
        }
        throw e;
      }
    }
  }

  /** Only where the contract has dry runs: elsewhere the word would hide what is done. */
  private static boolean isDryRun(Operation operation, Call call) {
    return operation.query().containsKey("validateOnly") && call.flag("validateOnly");
  }

  private Call admitted(Operation operation, Call call) {
    Caller caller = authentication.callerOf(call);
    Optional<Problem> refusal = refusal(operation, call, caller);
    if (refusal.isPresent()) {
      trail.denied(operation, call, caller, teamOf(operation, call), refusal.get().code().text());
      throw refusal.get().exception();
    }
    return call.by(
        caller, (team, reason) -> trail.denied(operation, call, caller, Optional.of(team), reason));
  }

  private Optional<Problem> refusal(Operation operation, Call call, Caller caller) {
    Permission permission = operation.permission();
    return switch (permission.scope()) {
      case NOBODY, ANYBODY -> Optional.empty();
      case PLATFORM ->
          caller.may(permission)
              ? Optional.empty()
              : Optional.of(Refusals.lacks(caller, permission));
      case TEAM -> teamOf(operation, call).flatMap(team -> refusalIn(team, permission, caller));
    };
  }

  private Optional<Problem> refusalIn(String team, Permission permission, Caller caller) {
    if (caller.may(permission, team)) {
      return Optional.empty();
    }
    return Optional.of(
        caller.sees(team)
            ? Refusals.lacks(caller, permission, team, memberships)
            : Refusals.noSuchTeam(team));
  }

  private static Optional<String> teamOf(Operation operation, Call call) {
    return operation.path().parameters().contains(TEAM)
        ? Optional.of(call.pathParameter(TEAM))
        : Optional.empty();
  }

  /** A stream lasts as long as its caller would be let in. */
  private Reply watched(Reply reply, Operation operation, Call call) {
    return switch (reply) {
      case Reply.Whole whole -> whole;
      case Reply.Stream(EventSource source) ->
          new Reply.Stream(
              sink -> source.run(new WatchedSink(sink, () -> isStillIn(operation, call))));
    };
  }

  private boolean isStillIn(Operation operation, Call call) {
    try {
      return refusal(operation, call, authentication.callerOf(call)).isEmpty();
    } catch (ProblemException e) {
      // Also if nobody can say now: a client comes back, and is told why.
      return false;
    }
  }

  private record WatchedSink(EventSource.Sink sink, BooleanSupplier stillIn)
      implements EventSource.Sink {

    @Override
    public boolean send(String piece) throws InterruptedException {
      return sink.send(piece);
    }

    @Override
    public boolean open() {
      return sink.open() && stillIn.getAsBoolean();
    }
  }
}
