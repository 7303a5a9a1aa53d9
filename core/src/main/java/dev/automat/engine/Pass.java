package dev.automat.engine;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Resource;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Status;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Intent;
import dev.automat.resource.Work.Step;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.secret.Passwords;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.store.AccountHold;
import dev.automat.store.Beginning;
import dev.automat.store.Completion;
import dev.automat.store.StoreBusyException;
import dev.automat.store.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One reconciliation's calls to the cloud: observe, decide, record the intent, act, and say what
 * was found. Used once.
 */
final class Pass {

  static final String CREDENTIALS = "credentials";

  private final Tools tools;
  private final OpenType type;
  private final Resource resource;
  private final ResourceRef ref;
  private final Narration narration;
  private final Failures failures;
  private final StayingPass stays;
  private Findings findings;
  private Optional<ErrorCode> bindingFailure = Optional.empty();

  Pass(Tools tools, OpenType type, Findings findings, Narration narration, Failures failures) {
    this.tools = tools;
    this.type = type;
    this.resource = findings.before();
    this.ref = Desires.ref(resource, tools.installation());
    this.findings = findings;
    this.narration = narration;
    this.failures = failures;
    this.stays = new StayingPass(this, tools, type, ref, narration);
  }

  /** What was found so far. */
  Findings findings() {
    return findings;
  }

  /**
   * @throws Fenced if the claim was lost, or something was said under it that stands against what
   *     was to be done, before the cloud was touched
   */
  Completion run(AccountGates.Admission.Permit permit) {
    try {
      Completion completion = stays.isToPurge() ? writing(stays::purge) : look();
      bindingFailure.ifPresentOrElse(
          code -> tools.gates().failed(permit, code, now()), () -> tools.gates().answered(permit));
      return completion;
    } catch (ProvisionerException e) {
      tools.gates().failed(permit, e.code(), now());
      return failures.failed(findings, e);
    } catch (KeyUnavailableException e) {
      tools.gates().answered(permit);
      return failures.noKey(findings, e);
    } catch (Fenced | StoreUnavailableException | StoreBusyException e) {
      tools.gates().answered(permit);
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      // A mistake in a plugin or in here: it is this resource's alone, and is tried again.
      tools.gates().answered(permit);
      return failures.failed(findings, CloudCalls.asProvisionerException("the plugin", e));
    }
  }

  private Completion look() {
    Observation seen = tools.calls().call(() -> type.operations().observe(ref));
    return carryOut(decide(seen), seen);
  }

  private Decision decide(Observation seen) {
    List<Difference> differences =
        seen instanceof Present present ? differences(present) : List.of();
    return Decide.decide(
        new Situation(
            resource.begun(
                findings.phase(), findings.status(), findings.work(), resource.recreate()),
            type.descriptor().settleTime(),
            seen,
            differences,
            now(),
            type.descriptor().abilities(),
            type.descriptor().copySetting()));
  }

  private List<Difference> differences(Present seen) {
    return Differences.between(
        resource.plan(),
        Differences.Since.of(resource, findings.status()),
        type.descriptor(),
        Desires.tags(resource, ref),
        seen,
        tools.calls().equivalence(type.operations()));
  }

  private Completion carryOut(Decision decision, Observation seen) {
    return switch (decision) {
      case Decision.Create create -> writing(() -> create(create.anew()));
      case Decision.Update update -> writing(() -> update(update.mend(), (Present) seen));
      case Decision.ReportFailed failed -> failures.cloudFailed(findings, failed.message());
      case Decision.Repair _ -> writing(() -> repair((Present) seen));
      case Decision.Cut _ -> writing(() -> stays.cut((Present) seen));
      case Decision.LetIn _ -> writing(() -> stays.letIn((Present) seen));
      case Decision.Copy _ -> writing(stays::copy);
      case Decision.Wait wait -> stays.paused(wait.differences());
      case Decision.Clear clear ->
          writing(() -> delete(narration.clearing(findings, clear.message())));
      case Decision.Delete delete ->
          writing(() -> delete(narration.deleting(findings, delete.lateArrival())));
      case Decision.InSync _ ->
          tended(narration.inSync(withoutWishToRecreate(), (Present) seen), (Present) seen);
      case Decision.LeaveDrifted drifted ->
          tended(
              narration.drifted(withoutWishToRecreate(), (Present) seen, drifted), (Present) seen);
      case Decision.AwaitCloud await ->
          narration.working(findings, (Present) seen, await.message());
      case Decision.AwaitSettled await -> narration.settling(findings, await.until());
      case Decision.ConfirmAbsence confirm -> confirmAbsence(confirm.until());
      case Decision.AwaitDeletion _ -> narration.goingAway(findings);
      case Decision.ReportMissing _ -> narration.missing(findings);
      case Decision.ReportForeign foreign -> narration.foreign(findings, foreign.message());
      case Decision.Gone _ -> leavingNothing(seen, narration::gone);
      case Decision.StayGone _ -> leavingNothing(seen, narration::stillGone);
    };
  }

  /** What is as it should be has its bindings tended, and is due again when they need it. */
  private Completion tended(Completion completion, Present seen) {
    if (!resource.bound() || resource.stay().pausedAt(now()).isPresent()) {
      return completion;
    }
    BindingPass.Tended tended =
        new BindingPass(tools, type, findings.before(), ref, this::leaseSuffices)
            .tend(seen.outputs());
    bindingFailure = tended.failure();
    return completion.dueNoLaterThan(tended.next());
  }

  /** A step that changes the cloud. */
  @FunctionalInterface
  private interface CloudWrite {
    Completion make();
  }

  /**
   * Law 6: not before the account was looked at as a whole, and not while it is held. Law 3: not
   * with less lease left than the call may last. Law 12: not while nobody knows how much that is.
   */
  private Completion writing(CloudWrite write) {
    Optional<SweptPlaces.Unseen> unseen = tools.places().unseenIn(resource.account());
    if (unseen.isPresent()) {
      return failures.unseen(findings, unseen.get());
    }
    Optional<AccountHold> hold = tools.guard().holdOn(resource.account(), now());
    if (hold.isPresent()) {
      return failures.held(findings, hold.get());
    }
    return leaseSuffices() ? write.make() : findings.dueAt(now());
  }

  private boolean leaseSuffices() {
    return tools.timeIsKnown().getAsBoolean()
        && !now().plus(ResourceType.CALL_DEADLINE).isAfter(resource.lease().leasedUntil());
  }

  private Completion create(boolean anew) {
    Optional<SealedSecret> stored = tools.store().secret(resource.uid(), CREDENTIALS);
    Optional<Credentials> credentials =
        stored.map(tools.secrets()::unseal).or(this::newCredentials);
    Optional<SealedSecret> toStore =
        stored.isPresent()
            ? Optional.empty()
            : credentials.map(fresh -> tools.secrets().seal(resource.uid(), CREDENTIALS, 1, fresh));
    // What was lost is made anew and empty: that is what was asked for, at each try.
    Optional<Source> source =
        anew || findings.work().wasEmptied() ? Optional.empty() : resource.stay().restoredFrom();
    Intent intent =
        new Intent(
            source.isPresent() ? Step.RESTORE : Step.CREATE,
            resource.generation(),
            now(),
            createToken(anew));
    begin(
        narration
            .creating(findings, anew, source)
            .work(w -> (anew ? w.forgetLost() : w).withIntent(intent)),
        toStore,
        anew);
    // As begun: what is made anew does not carry the cloud's id of what was lost.
    ResourceRef begun = Desires.ref(findings.before(), tools.installation());
    Desired desired =
        Desires.desired(resource, begun, resource.plan().settings(), credentials, intent);
    Outcome outcome =
        tools
            .calls()
            .call(
                () ->
                    source.isPresent()
                        ? stays.recoverable().restore(desired, source.get().snapshot())
                        : type.operations().create(desired));
    return afterWrite(outcome);
  }

  private Optional<Credentials> newCredentials() {
    return switch (type.descriptor().credentials()) {
      case NONE -> Optional.empty();
      case USERNAME_PASSWORD ->
          Optional.of(new Credentials(ref.externalName(), Passwords.next(tools.random())));
    };
  }

  /** The same for every repeat of one creation, another once what it made is lost. */
  private String createToken(boolean anew) {
    Optional<String> begun =
        resource.work().intent().filter(i -> !anew && i.step().makes()).map(Intent::token);
    return begun.orElseGet(() -> resource.uid() + ":create:" + resource.lease().epoch());
  }

  private Completion update(List<Difference> mend, Present seen) {
    Intent intent = intent(Step.UPDATE);
    Map<String, Object> settings =
        Differences.toWrite(resource.plan(), differences(seen), seen.settings());
    begin(
        narration.updating(findings, mend).work(w -> w.withIntent(intent)),
        Optional.empty(),
        false);
    Outcome outcome =
        tools.calls().call(() -> type.operations().update(desired(settings, intent), seen));
    findings =
        findings.work(
            w ->
                w.withWritten(
                    Optional.of(new Work.Written(Differences.digest(mend), intent.at()))));
    return afterWrite(outcome);
  }

  /** What was ready keeps its data: it is updated. What never was is made further. */
  private Completion repair(Present seen) {
    if (!resource.work().madeOnce()) {
      return create(false);
    }
    Intent intent = intent(Step.UPDATE);
    Map<String, Object> settings =
        Differences.toWrite(resource.plan(), differences(seen), seen.settings());
    begin(narration.repairing(findings).work(w -> w.withIntent(intent)), Optional.empty(), false);
    Outcome outcome =
        tools.calls().call(() -> type.operations().update(desired(settings, intent), seen));
    return afterWrite(outcome);
  }

  private Desired desired(Map<String, Object> settings, Intent intent) {
    return Desires.desired(resource, ref, settings, storedCredentials(), intent);
  }

  /** Those that the create was given. */
  Optional<Credentials> storedCredentials() {
    return type.descriptor().credentials() == CredentialNeed.NONE
        ? Optional.empty()
        : tools.store().secret(resource.uid(), CREDENTIALS).map(tools.secrets()::unseal);
  }

  private Completion delete(Findings announced) {
    callDelete(announced);
    findings = findings.status(Status::underWay);
    return findings.dueAt(now().plus(narration.poll()));
  }

  private void callDelete(Findings announced) {
    Intent intent = intent(Step.DELETE);
    begin(announced.work(w -> w.withIntent(intent)), Optional.empty(), false);
    tools
        .calls()
        .call(
            () -> {
              if (stays.leavesNothing()) {
                type.recoverable().ifPresent(copies -> copies.leaveNothing(ref));
              }
              type.operations().delete(ref);
              return true;
            });
  }

  /**
   * Law 4: a child can come up late, too, or have been unseen when the others were deleted, and no
   * look at what is absent shows it. Deleting what is gone takes it.
   */
  private Completion leavingNothing(Observation seen, Function<Findings, Completion> say) {
    if (!(seen instanceof Absent)) {
      return say.apply(findings);
    }
    return writing(
        () -> {
          callDelete(findings);
          return say.apply(findings);
        });
  }

  Intent intent(Step step) {
    String token =
        resource.uid()
            + ":"
            + step.name().toLowerCase(Locale.ROOT)
            + ":"
            + resource.lease().epoch();
    return new Intent(step, resource.generation(), now(), token);
  }

  /** Law 2: the intent is stored before the cloud is touched. */
  void begin(Findings begun, Optional<SealedSecret> secret, boolean recreateSeen) {
    begin(begun, secret, recreateSeen, begun.work().intent().map(Intent::step));
  }

  private void begin(
      Findings begun, Optional<SealedSecret> secret, boolean recreateSeen, Optional<Step> writes) {
    boolean held =
        tools
            .records()
            .begin(
                new Beginning(
                    resource.uid(),
                    resource.lease().epoch(),
                    begun.phase(),
                    begun.status(),
                    begun.work(),
                    secret,
                    recreateSeen,
                    begun.events(),
                    writes));
    // Asked again, because the process may have been frozen since.
    if (!held || !leaseSuffices()) {
      throw new Fenced(resource.uid());
    }
    findings =
        Findings.startingFrom(
            resource.begun(
                begun.phase(), begun.status(), begun.work(), resource.recreate() && !recreateSeen));
  }

  private Completion afterWrite(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Finished finished -> afterFinish(finished.observed());
      case Outcome.Working working -> narration.accepted(findings, working);
    };
  }

  /**
   * What a finished write returned is an observation as good as any. Only if it asks for another
   * write is that left for the next pass.
   */
  private Completion afterFinish(Present observed) {
    // What a restore has finished need not be restored again, though it may not be ready yet.
    findings =
        findings.work(
            w -> (w.begun(Step.RESTORE) ? w.withoutIntent() : w).withCloudId(observed.cloudId()));
    Decision decision = decide(observed);
    return switch (decision) {
      case Decision.InSync _,
          Decision.LeaveDrifted _,
          Decision.AwaitCloud _,
          Decision.AwaitSettled _,
          Decision.AwaitDeletion _ ->
          carryOut(decision, observed);
      case Decision.ReportFailed failed -> failures.cloudFailed(findings, failed.message());
      case Decision.Repair repair -> failures.cloudFailed(findings, repair.message());
      case Decision.Clear clear -> failures.cloudFailed(findings, clear.message());
      case Decision.Create _,
          Decision.Update _,
          Decision.Delete _,
          Decision.Cut _,
          Decision.LetIn _,
          Decision.Copy _,
          Decision.Wait _,
          Decision.ConfirmAbsence _,
          Decision.ReportMissing _,
          Decision.ReportForeign _,
          Decision.Gone _,
          Decision.StayGone _ ->
          findings.dueAt(now().plus(narration.poll()));
    };
  }

  /**
   * A wish to recreate what is there after all is taken away, lest it be granted at a later loss.
   */
  private Findings withoutWishToRecreate() {
    if (findings.before().recreate()) {
      begin(findings, Optional.empty(), true, Optional.empty());
    }
    return findings;
  }

  private Completion confirmAbsence(Instant secondLook) {
    if (!resource.want().absent()) {
      tools.guard().seenAbsent(resource.account(), resource.uid(), now());
    }
    return narration.absent(findings, secondLook);
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
