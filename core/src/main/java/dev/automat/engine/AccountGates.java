package dev.automat.engine;

import dev.automat.retry.CircuitBreaker;
import dev.automat.retry.CircuitBreaker.Passage;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.TypeDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * Law 7: what keeps one account from delaying others. Each account has a cap on calls in flight and
 * a circuit breaker; each API in it a rate. Nobody waits at a gate: who may not pass is told when
 * to come back.
 */
final class AccountGates {

  /** How often it is asked whether a trial is over that does not come back. */
  private static final Duration TRIAL = Duration.ofSeconds(1);

  private final int mostInFlight;
  private final ConcurrentMap<String, Gate> gates = new ConcurrentHashMap<>();
  private volatile int replicas = 1;

  /**
   * @param slots how many reconciliations run at once; no account gets more than half of them,
   *     however many it could take
   */
  AccountGates(int slots) {
    this.mostInFlight = Math.max(1, slots / 2);
  }

  private static final class Gate {
    final CircuitBreaker breaker = new CircuitBreaker();
    final ConcurrentMap<String, CallRate> rates = new ConcurrentHashMap<>();
    int inFlight;
    Instant fullUntil = Instant.MIN;
  }

  /** Whether a call may be made. */
  sealed interface Admission {

    /**
     * Yes; hand the permit back with the call's end.
     *
     * @param trial whether it shows if an account that did not answer does so again
     */
    record Permit(String account, String api, boolean trial) implements Admission {}

    /** Not now: the account has as much to do as it can take. */
    record Busy(Instant until) implements Admission {}

    /** Not now: the account does not answer. */
    record Broken(Instant until) implements Admission {}
  }

  /** Asks for one reconciliation's calls in the account. */
  Admission admit(String account, TypeDescriptor type, Instant now) {
    Gate gate = gates.computeIfAbsent(account, _ -> new Gate());
    synchronized (gate) {
      if (gate.inFlight >= Math.min(mostInFlight, type.rateLimit().inFlight())) {
        gate.fullUntil = now.plusMillis(100);
        return new Admission.Busy(gate.fullUntil);
      }
      Optional<Instant> token = rate(gate, type, now).takeOrWait(now);
      if (token.isPresent()) {
        gate.fullUntil = token.get();
        return new Admission.Busy(token.get());
      }
      return switch (gate.breaker.ask(now)) {
        case Passage.Refused refused -> new Admission.Broken(refused.until());
        case Passage.DuringTrial _ -> {
          // They come back with the trial's end, and not only when the next would be due.
          gate.fullUntil = now.plus(TRIAL);
          yield new Admission.Busy(gate.fullUntil);
        }
        case Passage.Trial _ -> enter(gate, account, type, true);
        case Passage.Free _ -> enter(gate, account, type, false);
      };
    }
  }

  private static Admission.Permit enter(
      Gate gate, String account, TypeDescriptor type, boolean trial) {
    gate.inFlight++;
    return new Admission.Permit(account, api(type), trial);
  }

  /**
   * Asks for one page of a list. Lists are few and serve all resources at once: only an account
   * that does not answer refuses them, and their calls are taken from the rate of the others.
   */
  Optional<Admission.Permit> admitList(String account, TypeDescriptor type, Instant now) {
    Gate gate = gates.computeIfAbsent(account, _ -> new Gate());
    synchronized (gate) {
      Passage passage = gate.breaker.ask(now);
      if (passage instanceof Passage.Refused || passage instanceof Passage.DuringTrial) {
        return Optional.empty();
      }
      rate(gate, type, now).take(now);
      return Optional.of(enter(gate, account, type, passage instanceof Passage.Trial));
    }
  }

  private CallRate rate(Gate gate, TypeDescriptor type, Instant now) {
    return gate.rates.computeIfAbsent(
        api(type), _ -> new CallRate(type.rateLimit().callsPerSecond(), replicas, now));
  }

  /**
   * Law 7: the rates are those of an account, which all replicas call; each takes an equal share.
   *
   * @param count of the replicas that live, at least 1
   */
  void shareAmong(int count) {
    if (count != replicas) {
      replicas = count;
      for (Gate gate : gates.values()) {
        synchronized (gate) {
          gate.rates.values().forEach(rate -> rate.shareAmong(count));
        }
      }
    }
  }

  /** The calls of a permit ended well, or with a refusal that shows that the account answers. */
  void answered(Admission.Permit permit) {
    Gate gate = leave(permit);
    gate.breaker.succeeded();
    rateOf(gate, permit).ifPresent(CallRate::succeeded);
  }

  /** The calls of a permit ended with that error. */
  void failed(Admission.Permit permit, ErrorCode code, Instant now) {
    Gate gate = leave(permit);
    if (code.type() == ErrorType.THROTTLED) {
      rateOf(gate, permit).ifPresent(CallRate::throttled);
    }
    if (code.answered()) {
      gate.breaker.succeeded();
    } else if (permit.trial()) {
      gate.breaker.trialFailed(now);
    } else {
      gate.breaker.failed(now);
    }
  }

  /** What has a rate of its own: the API that the type calls. */
  private static String api(TypeDescriptor type) {
    return type.rateLimit().api().orElse(type.type());
  }

  private Gate leave(Admission.Permit permit) {
    Gate gate = gates.computeIfAbsent(permit.account(), _ -> new Gate());
    synchronized (gate) {
      gate.inFlight--;
      gate.fullUntil = Instant.MIN;
    }
    return gate;
  }

  private static Optional<CallRate> rateOf(Gate gate, Admission.Permit permit) {
    return Optional.ofNullable(gate.rates.get(permit.api()));
  }

  /**
   * The accounts that can take no call now: their resources are not claimed, so that they take
   * nobody's place.
   */
  Set<String> saturated(Instant now) {
    return gates.entrySet().stream()
        .filter(entry -> isFull(entry.getValue(), now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isFull(Gate gate, Instant now) {
    synchronized (gate) {
      return now.isBefore(gate.fullUntil);
    }
  }
}
