package dev.automat.engine;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Version;
import dev.automat.resource.Event;
import dev.automat.resource.SealedSecret;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.secret.Passwords;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Holder;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.BindingRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The steps of one binding under one claim, until nothing is to be done or one fails. Used once.
 */
final class BindingSteps {

  /** More than any binding needs: what goes on longer goes on in the next pass. */
  private static final int MOST = 16;

  private final Tools tools;
  private final Bindable bindable;
  private final BindingWork work;
  private final BindingTarget target;
  private final Set<Integer> standing;
  private Binding binding;
  private Optional<ErrorCode> failure = Optional.empty();

  /**
   * @param standing the versions that the cloud shows; may be changed
   */
  BindingSteps(BindingWork work, BindingTarget target, Binding binding, Set<Integer> standing) {
    this.tools = work.tools();
    this.bindable = work.bindable();
    this.work = work;
    this.target = target;
    this.binding = binding;
    this.standing = standing;
  }

  /** What the cloud answered last, if that was a failure. */
  Optional<ErrorCode> failure() {
    return failure;
  }

  /**
   * @return when the binding needs the next look
   * @throws Fenced if the claim was lost
   */
  Instant take() {
    try {
      for (int i = 0; i < MOST; i++) {
        BindingDecision next = BindingDecisions.decide(binding, standing, now());
        if (next instanceof BindingDecision.Rest rest) {
          return rest(rest);
        }
        if (!work.leaseSuffices().getAsBoolean()) {
          return now();
        }
        carryOut(next);
        if (next instanceof BindingDecision.Forget) {
          return Instant.MAX;
        }
      }
      return now();
    } catch (ProvisionerException e) {
      failure = Optional.of(e.code());
      return work.failed(binding, e);
    } catch (KeyUnavailableException e) {
      return work.failed(binding, e);
    }
  }

  private void carryOut(BindingDecision decision) {
    switch (decision) {
      case BindingDecision.Make make -> make(make.version());
      case BindingDecision.Repair repair -> repair(repair);
      case BindingDecision.Supersede supersede -> supersede(supersede.until());
      case BindingDecision.Revoke revoke -> revoke(revoke.version());
      case BindingDecision.Release _ ->
          record(
              binding.goneAt(now()),
              told(Reasons.RELEASED, binding.consumer() + " is unbound; its users are gone"));
      case BindingDecision.Forget _ ->
          require(BindingRecord.of(work.epoch(), binding, List.of()).forgetting());
      case BindingDecision.Rest _ -> throw new IllegalStateException("a rest is no step");
    }
  }

  /** Law 2: the version and its secret are stored before the cloud hears of them. */
  private void make(int number) {
    Optional<SealedSecret> stored = tools.store().bindings().secret(binding, number);
    Holder holder = holder(number, stored);
    Version begun = binding.status().version(number).orElseGet(() -> version(number, now(), false));
    Optional<SealedSecret> fresh = stored.isPresent() ? Optional.empty() : seal(number, holder);
    require(
        BindingRecord.of(work.epoch(), binding.with(binding.status().with(begun)), List.of())
            .with(fresh));
    call(() -> bindable.bind(target, grant(number, holder)));
    standing.add(number);
    record(
        binding.with(succeeded().with(version(number, now(), true))),
        told(number == 1 ? Reasons.BOUND : Reasons.ROTATED, madeMessage(number)));
  }

  private String madeMessage(int number) {
    String access = binding.consumer() + " has " + binding.spec().access().text() + " access";
    return number == 1
        ? access
        : access
            + " with version "
            + number
            + " of its secret; the one before stays valid until "
            + now().plus(binding.overlap());
  }

  private void repair(BindingDecision.Repair repair) {
    int number = repair.version();
    Holder holder = holder(number, tools.store().bindings().secret(binding, number));
    String what =
        repair.missing()
            ? binding.consumer() + " was gone from the cloud, and not by Automat; making it again"
            : binding.consumer() + " gets " + binding.spec().access().text() + " access";
    boolean told = binding.status().trouble().isPresent();
    record(binding, told ? List.of() : told(Reasons.REPAIRED, what));
    call(() -> bindable.bind(target, grant(number, holder)));
    standing.add(number);
    Version known = binding.status().version(number).orElseThrow();
    record(
        binding.with(
            succeeded()
                .with(
                    new Version(
                        number,
                        known.since(),
                        true,
                        binding.spec().access(),
                        binding.spec().principal(),
                        known.validUntil()))),
        List.of());
  }

  private void supersede(Instant until) {
    BindingStatus status = binding.status();
    for (Version old : status.previous()) {
      boolean endless = old.validUntil().map(until::isBefore).orElse(true);
      status = endless ? status.with(old.until(until)) : status;
    }
    record(binding.with(status), List.of());
  }

  private void revoke(int number) {
    record(binding, List.of());
    call(() -> bindable.unbind(target, new GrantId(binding.id(), number)));
    standing.remove(number);
    Binding revoked = binding.with(succeeded().without(number));
    require(
        BindingRecord.of(
                work.epoch(),
                revoked,
                told(
                    Reasons.REVOKED,
                    "Version "
                        + number
                        + " of what "
                        + binding.consumer()
                        + " had is revoked, and its sessions are ended"))
            .revoking(number));
  }

  private Instant rest(BindingDecision.Rest rest) {
    boolean news =
        binding.status().observedGeneration() != binding.generation()
            && binding.status().trouble().isEmpty();
    if (news) {
      record(binding.with(binding.status().observed(binding.generation())), List.of());
    }
    return rest.until();
  }

  private Holder holder(int number, Optional<SealedSecret> stored) {
    return switch (work.holders()) {
      case USER ->
          new Grant.User(
              stored
                  .map(tools.secrets()::unseal)
                  .orElseGet(
                      () ->
                          new Credentials(
                              new GrantId(binding.id(), number).userName(binding.uid()),
                              Passwords.next(tools.random()))));
      case PRINCIPAL -> new Grant.Principal(binding.spec().principal().orElseThrow());
    };
  }

  private Optional<SealedSecret> seal(int number, Holder holder) {
    return switch (holder) {
      case Grant.User user ->
          Optional.of(
              tools
                  .secrets()
                  .seal(binding.uid(), binding.secretField(), number, user.credentials()));
      case Grant.Principal _ -> Optional.empty();
    };
  }

  private Grant grant(int number, Holder holder) {
    return new Grant(
        new GrantId(binding.id(), number),
        binding.consumer(),
        Grant.Access.valueOf(binding.spec().access().name()),
        holder);
  }

  private Version version(int number, Instant since, boolean valid) {
    return new Version(
        number,
        since,
        valid,
        binding.spec().access(),
        binding.spec().principal(),
        Optional.empty());
  }

  private BindingStatus succeeded() {
    return binding.status().withTrouble(Optional.empty());
  }

  private void call(Runnable operation) {
    Callable<Boolean> call =
        () -> {
          operation.run();
          return true;
        };
    tools.calls().call(call);
  }

  private List<Event.Draft> told(String reason, String message) {
    return List.of(Event.Draft.normal(now(), reason, message));
  }

  private void record(Binding found, List<Event.Draft> events) {
    require(BindingRecord.of(work.epoch(), found, events));
  }

  private void require(BindingRecord record) {
    binding = work.require(record);
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
