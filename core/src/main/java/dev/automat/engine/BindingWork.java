package dev.automat.engine;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus.Trouble;
import dev.automat.resource.Event;
import dev.automat.retry.Backoff;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.BindingRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What all bindings of one pass are worked on with, and how failures of theirs are stored.
 *
 * @param offer what the type gives applications
 * @param epoch of the claim on the resource
 * @param leaseSuffices law 3: whether the claim lasts longer than a call may
 */
record BindingWork(
    Tools tools, Bindable bindable, BindingOffer offer, long epoch, BooleanSupplier leaseSuffices) {

  /**
   * How often in a row it is met that the cloud is at work on the resource before that is told:
   * after about half a minute. It is no failure but a pause, and stands in the status at once.
   */
  static final int MOST_PAUSES = 6;

  /**
   * Stores it, or stops. The lease is asked for again, because the process may have been frozen
   * meanwhile.
   *
   * @throws Fenced if the claim was lost
   */
  Binding require(BindingRecord record) {
    if (!tools.store().bindings().record(record) || !leaseSuffices.getAsBoolean()) {
      throw new Fenced(record.binding().uid());
    }
    return record.binding();
  }

  /**
   * Stores why a step failed.
   *
   * @return when it is tried again
   */
  Instant failed(Binding binding, ProvisionerException e) {
    ErrorCode code = e.code();
    String reason = code.equals(ErrorCode.FOREIGN) ? Reasons.FOREIGN : Reasons.of(code);
    Instant next = failed(binding, reason, e.getMessage() + ": " + e.nextStep(), code.type());
    Instant asked = tools.clock().instant().plus(e.retryAfter().orElse(Duration.ZERO));
    return next.isBefore(asked) ? asked : next;
  }

  /** As above, where a secret can not be sealed or opened. */
  Instant failed(Binding binding, KeyUnavailableException e) {
    return failed(binding, Reasons.NO_KEY, String.valueOf(e.getMessage()), ErrorType.EXTERNAL);
  }

  private Instant failed(Binding binding, String reason, String message, ErrorType type) {
    Optional<Trouble> before = binding.status().trouble();
    int attempts = before.map(Trouble::attempts).orElse(0) + 1;
    Instant now = tools.clock().instant();
    Instant next = now.plus(Backoff.after(type, attempts, tools.random()));
    boolean known =
        before.filter(t -> t.reason().equals(reason) && t.message().equals(message)).isPresent();
    Event.Draft event =
        Event.Draft.warning(now, Reasons.BINDING_FAILED, binding.consumer() + ": " + message);
    Trouble trouble = new Trouble(reason, message, attempts, now, next, binding.generation());
    require(
        BindingRecord.of(
            epoch,
            binding.with(binding.status().withTrouble(Optional.of(trouble))),
            isTold(reason, attempts, known) ? List.of(event) : List.of()));
    return next;
  }

  private static boolean isTold(String reason, int attempts, boolean known) {
    return reason.equals(Reasons.BUSY)
        ? attempts == MOST_PAUSES + 1 || (attempts > MOST_PAUSES && !known)
        : !known;
  }
}
