package dev.automat.api.identity;

import dev.automat.api.exchange.Call;
import dev.automat.identity.Caller;

/** Finds out who calls. May block; what is asked again soon is answered at once. */
@FunctionalInterface
public interface Authentication {

  /**
   * The caller with the roles of this moment.
   *
   * @throws dev.automat.api.exchange.ProblemException if the call does not prove who makes it
   */
  Caller callerOf(Call call);

  /** Everybody is the one who works on this machine. */
  static Authentication open() {
    return _ -> Caller.local();
  }
}
