package dev.automat.api.exchange;

import java.util.Map;
import java.util.Optional;

/**
 * Carries out one operation: takes the parameters out of the call, calls one service, gives a reply
 * or throws {@link ProblemException}. Runs on a virtual thread and may block.
 */
@FunctionalInterface
public interface Handler {

  Reply handle(Call call) throws InterruptedException;

  /**
   * Why a request is not worth reading: from strangers no body is taken. Runs on the event loop.
   *
   * @param headers by lower-case name
   */
  default Optional<Problem> refusalByHead(Map<String, String> headers) {
    return Optional.empty();
  }
}
