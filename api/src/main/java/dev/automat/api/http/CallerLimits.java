package dev.automat.api.http;

import dev.automat.api.exchange.Handler;
import dev.automat.api.exchange.Problem;
import dev.automat.config.Configuration;
import dev.automat.identity.Caller;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many requests one caller may send, wherever they come from. Stands behind the door. */
public final class CallerLimits {

  private final Buckets callers;

  public CallerLimits(Configuration.Limits settings) {
    callers = Limits.perCaller(settings, System::nanoTime);
  }

  /** The handlers, each of which takes no more of one caller than it may send to all of them. */
  public Map<String, Handler> before(Map<String, Handler> handlers) {
    Map<String, Handler> limited = new HashMap<>();
    handlers.forEach(
        (operation, handler) ->
            limited.put(
                operation,
                call -> {
                  admit(call.caller());
                  return handler.handle(call);
                }));
    return limited;
  }

  /** Who has to say who they are nowhere is limited by the address, before the body is read. */
  private void admit(Caller caller) {
    if (caller.identity().isKnown()) {
      Optional<Duration> wait = callers.take(caller.actor());
      wait.map(Limits::callerRefused).map(Problem::exception).ifPresent(CallerLimits::refuse);
    }
  }

  private static void refuse(RuntimeException refusal) {
    throw refusal;
  }
}
