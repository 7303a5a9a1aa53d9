package dev.automat.api.identity;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.identity.Caller;
import java.util.Map;
import java.util.Optional;

/** Finds out who calls. May block; what is asked again soon is answered at once. */
@FunctionalInterface
public interface Authentication {

  /**
   * The caller with the roles of this moment.
   *
   * @throws dev.automat.api.exchange.ProblemException if the call does not prove who makes it
   */
  Caller callerOf(Call call);

  /**
   * Why a request can prove nothing, by its head alone.
   *
   * @param headers by lower-case name
   */
  default Optional<Problem> refusalByHead(Map<String, String> headers) {
    return Optional.empty();
  }

  /** Everybody is the one who works on this machine. */
  static Authentication open() {
    return _ -> Caller.local();
  }
}
