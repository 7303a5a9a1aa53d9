package dev.automat.engine;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Resource;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Status;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Intent;
import dev.automat.resource.Work.Step;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.store.AccountHold;
import dev.automat.store.Acted;
import dev.automat.store.Beginning;
import dev.automat.store.Completion;
import dev.automat.store.StoreBusyException;
import dev.automat.store.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
  private final MakingPass making;
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
    this.making = new MakingPass(this, tools, type, ref, narration, failures);
  }

  /** What was found so far. */
  Findings findings() {
    return findings;
  }

  /** The same, with what is known since. */
  Findings found(UnaryOperator<Work> change) {
    findings = findings.work(change);
    return findings;
  }

  /**
   * @throws Fenced if the claim was lost, or something was said under it that stands against what
   *     was to be done, before the cloud was touched
   */
  Completion run(AccountGates.Admission.Permit permit) {
    Completion completion = ran(permit);
    return Acts.ending(findings.before().work(), completion, now());
  }

  private Completion ran(AccountGates.Admission.Permit permit) {
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

  Decision decide(Observation seen) {
    List<Difference> differences =
        seen instanceof Present present ? differences(present) : List.of();
    ExpiryBudget.Reading clock = tools.expiry().read();
    return Decide.decide(
        new Situation(
            resource.begun(
                findings.phase(), findings.status(), findings.work(), resource.recreate()),
            type.descriptor().settleTime(),
            seen,
            differences,
            clock.now(),
            type.descriptor().abilities(),
            type.descriptor().copySetting(),
            clock.evenSince()));
  }

  List<Difference> differences(Present seen) {
    return Differences.between(
        resource.plan(),
        Differences.Since.of(resource, findings.status()),
        type.descriptor(),
        Desires.tags(resource, ref),
        seen,
        tools.calls().equivalence(type.operations()));
  }

  Completion carryOut(Decision decision, Observation seen) {
    return switch (decision) {
      case Decision.Create create -> writing(() -> making.create(create.anew()));
      case Decision.Update update -> writing(() -> making.update(update.mend(), (Present) seen));
      case Decision.ReportFailed failed -> failures.cloudFailed(findings, failed.message());
      case Decision.Repair _ -> writing(() -> making.repair((Present) seen));
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

  /** How a copy is made, and made into another. */
  StayingPass stays() {
    return stays;
  }

  /** Those that the create was given. */
  Optional<Credentials> storedCredentials() {
    return type.descriptor().credentials() == CredentialNeed.NONE
        ? Optional.empty()
        : tools.store().secret(resource.uid(), CREDENTIALS).map(tools.secrets()::unseal);
  }

  private Completion delete(Findings announced) {
    callDelete(announced, intent(Step.DELETE));
    findings = findings.status(Status::underWay);
    return findings.dueAt(now().plus(narration.poll()));
  }

  private void callDelete(Findings announced, Intent intent) {
    begin(announced.work(w -> w.withIntent(intent)), Optional.empty(), false);
    tools
        .calls()
        .call(
            () -> {
              stays.leaveNothing();
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
          callDelete(findings, Acts.within(findings.work(), intent(Step.DELETE).asLook()));
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
    begin(begun, secret, recreateSeen, begun.words());
  }

  /**
   * As the other.
   *
   * @param why what is done, for the audit log
   */
  void begin(Findings begun, Optional<SealedSecret> secret, boolean recreateSeen, String why) {
    Intent intent = begun.work().intent().orElseThrow();
    begin(
        begun,
        secret,
        recreateSeen,
        Optional.of(intent.step()),
        Acts.begun(findings.before().work(), intent, why));
  }

  private void begin(
      Findings begun,
      Optional<SealedSecret> secret,
      boolean recreateSeen,
      Optional<Step> writes,
      List<Acted> acts) {
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
                    writes,
                    acts));
    // Asked again, because the process may have been frozen since.
    if (!held || !leaseSuffices()) {
      throw new Fenced(resource.uid());
    }
    findings =
        Findings.startingFrom(
            resource.begun(
                begun.phase(), begun.status(), begun.work(), resource.recreate() && !recreateSeen));
  }

  /**
   * A wish to recreate what is there after all is taken away, lest it be granted at a later loss.
   */
  private Findings withoutWishToRecreate() {
    if (findings.before().recreate()) {
      begin(findings, Optional.empty(), true, Optional.empty(), List.of());
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
