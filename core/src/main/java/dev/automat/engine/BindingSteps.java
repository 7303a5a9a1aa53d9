package dev.automat.engine;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Version;
import dev.automat.resource.Event;
import dev.automat.resource.SealedSecret;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
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
  private final BindingNarration narration;
  private final BindingTarget target;
  private final BindingHolders holders;
  private final IncompleteGrants incomplete;
  private final Set<Integer> standing;
  private final Optional<Instant> nudged;
  private Binding binding;
  private Optional<ErrorCode> failure = Optional.empty();

  /**
   * @param standing the versions that the cloud shows; may be changed
   * @param nudged when a person last asked for a look at the resource
   */
  BindingSteps(
      BindingWork work,
      BindingTarget target,
      SharedSecret shared,
      IncompleteGrants incomplete,
      Binding binding,
      Set<Integer> standing,
      Optional<Instant> nudged) {
    this.tools = work.tools();
    this.bindable = work.bindable();
    this.work = work;
    this.narration = new BindingNarration(work.offer());
    this.target = target;
    this.holders = new BindingHolders(work, shared);
    this.incomplete = incomplete;
    this.binding = binding;
    this.standing = standing;
    this.nudged = nudged;
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
        BindingDecision next =
            BindingDecisions.decide(
                binding,
                standing,
                () -> incomplete.of(binding.id()),
                () -> holders.outdated(binding),
                nudged,
                now());
        if (next instanceof BindingDecision.Pause pause) {
          return pause.until();
        }
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
      case BindingDecision.Repair repair ->
          bindAgain(repair.version(), narration.repairing(binding, repair.missing()));
      case BindingDecision.Complete complete ->
          bindAgain(complete.version(), narration.completing(binding));
      case BindingDecision.Follow follow -> follow(follow.version());
      case BindingDecision.Supersede supersede -> supersede(supersede.until());
      case BindingDecision.Revoke revoke -> revoke(revoke.version());
      case BindingDecision.Release _ ->
          record(binding.goneAt(now()), told(Reasons.RELEASED, narration.released(binding)));
      case BindingDecision.Forget _ ->
          end(BindingRecord.of(work.epoch(), binding, List.of()).forgetting(), asItIs());
      case BindingDecision.Pause _, BindingDecision.Rest _ ->
          throw new IllegalStateException("a rest is no step");
    }
  }

  /** Law 2: the version and its secret are stored before the cloud hears of them. */
  private void make(int number) {
    Optional<SealedSecret> stored = tools.store().bindings().secret(binding, number);
    Holder holder = holders.of(binding, number, stored);
    Version begun = binding.status().version(number).orElseGet(() -> version(number, now(), false));
    begin(
        BindingRecord.of(work.epoch(), binding.with(binding.status().with(begun)), List.of())
            .with(holders.seal(binding, number, holder, stored)),
        (number == 1 ? "bind " : "rotate ") + number,
        "Making version " + number + " of what " + binding.consumer() + " has");
    call(() -> bindable.bind(target, grant(number, holder)));
    standing.add(number);
    String made = narration.made(binding, number, now());
    end(
        BindingRecord.of(
            work.epoch(),
            binding.with(succeeded().with(version(number, now(), true))),
            told(number == 1 ? Reasons.BOUND : Reasons.ROTATED, made)),
        made);
  }

  /** Law 2, with what is written down of an act. */
  private void begin(BindingRecord record, String act, String why) {
    require(BindingActs.begun(record, act, now(), why));
  }

  private void end(BindingRecord record, String what) {
    require(BindingActs.done(record, now(), what));
  }

  private void bindAgain(int number, String what) {
    Holder holder = holders.of(binding, number, tools.store().bindings().secret(binding, number));
    boolean told = binding.status().trouble().isPresent();
    begin(
        BindingRecord.of(work.epoch(), binding, told ? List.of() : told(Reasons.REPAIRED, what)),
        "rebind " + number,
        what);
    call(() -> bindable.bind(target, grant(number, holder)));
    standing.add(number);
    incomplete.mended(new GrantId(binding.id(), number));
    Version known = binding.status().version(number).orElseThrow();
    Version mended = known.giving(binding.spec());
    end(BindingRecord.of(work.epoch(), binding.with(succeeded().with(mended)), List.of()), what);
  }

  /** Nothing is done in the cloud: the secret was changed there, also by what made it anew. */
  private void follow(int number) {
    Optional<SealedSecret> stored = tools.store().bindings().secret(binding, number);
    Holder holder = holders.of(binding, number, stored);
    Version changed = binding.status().version(number).orElseThrow().changed(now());
    require(
        BindingRecord.of(
                work.epoch(),
                binding.with(succeeded().with(changed)),
                List.of(
                    Event.Draft.warning(
                        now(), Reasons.SECRET_CHANGED, narration.followed(binding))))
            .with(holders.seal(binding, number, holder, stored)));
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
    begin(
        BindingRecord.of(work.epoch(), binding, List.of()),
        "revoke " + number,
        "Revoking " + narration.revoking(binding, number));
    call(() -> bindable.unbind(target, new GrantId(binding.id(), number)));
    standing.remove(number);
    Binding revoked = binding.with(succeeded().without(number));
    Event.Draft done = narration.revoked(binding, number, now());
    end(BindingRecord.of(work.epoch(), revoked, List.of(done)).revoking(number), done.message());
  }

  /**
   * A binding that rests is as it should be, and whatever was begun of it is done: the process may
   * have died between the call and the record of its end. A look that failed was no act, and its
   * trouble is over.
   */
  private Instant rest(BindingDecision.Rest rest) {
    BindingStatus status = binding.status();
    boolean open = status.act().isPresent() || status.trouble().isPresent();
    if (open) {
      Binding rested = binding.with(succeeded().observed(binding.generation()));
      end(BindingRecord.of(work.epoch(), rested, List.of()), asItIs());
    } else if (status.observedGeneration() != binding.generation()) {
      record(binding.with(status.observed(binding.generation())), List.of());
    }
    return holders.again(binding, rest.until());
  }

  private String asItIs() {
    boolean revoked = binding.status().act().filter(act -> act.startsWith("revoke")).isPresent();
    return binding.consumer() + (revoked ? ": it is gone" : ": it stands");
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
