package dev.automat.engine;

import dev.automat.engine.AccountGates.Admission;
import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.Want;
import dev.automat.retry.Backoff;
import dev.automat.store.Completion;
import dev.automat.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Reconciles one claimed resource: from what is stored and seen to one step further, and the next
 * due.
 */
final class Reconciler {

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration EXPIRY_RETRY = Duration.ofMinutes(1);

  private final Tools tools;
  private final Failures failures;

  Reconciler(Tools tools) {
    this.tools = tools;
    this.failures = new Failures(tools.clock(), tools.random());
  }

  /**
   * Works on the claim until it is completed or lost. A failure of the store leaves the claim to
   * run out.
   */
  void reconcile(Resource claimed) {
    try (MDC.MDCCloseable _ =
        MDC.putCloseable("reconciliation", claimed.uid() + "#" + claimed.lease().epoch())) {
      Completion completion = work(claimed);
      if (!tools.records().complete(completion)) {
        log.info("the claim on {} was lost; its next holder goes on", claimed.key());
      }
    } catch (Fenced e) {
      log.info("{} before the cloud was touched", e.getMessage());
    }
  }

  private Completion work(Resource claimed) {
    Findings findings = Findings.startingFrom(claimed);
    if (neverTouched(claimed)) {
      return narration(claimed, Optional.empty(), Instant.MAX).gone(findings);
    }
    TakeBack takeBack = TakeBack.of(claimed, now());
    return switch (takeBack) {
      case TakeBack.Act act -> takeBack(findings, act);
      case TakeBack.Announce announce -> reach(announce(findings, announce), announce.actsAt());
      case TakeBack.Announced announced -> reach(findings, announced.actsAt());
      case TakeBack.Protected protectedOne -> reach(spare(findings, protectedOne), Instant.MAX);
      case TakeBack.Nothing nothing -> reach(withoutNotice(findings), nothing.until());
    };
  }

  /**
   * What was deleted before anything was made of it is gone at once, whatever the cloud's health.
   */
  private static boolean neverTouched(Resource resource) {
    return resource.want().absent() && !resource.isTombstone() && !resource.work().touchedCloud();
  }

  /** Asks for the calls to the cloud. */
  private Completion reach(Findings findings, Instant nextExpiryStep) {
    Resource resource = findings.before();
    Optional<OpenType> type = tools.plugins().type(resource.plan().type());
    if (type.isEmpty()) {
      return failures.noPlugin(findings, tools.plugins().whyNot(resource.plan().type()));
    }
    return switch (tools.gates().admit(resource.account(), type.get().descriptor(), now())) {
      case Admission.Busy busy ->
          findings.dueAt(busy.until().plusMillis(tools.random().nextLong(100)));
      case Admission.Broken broken -> failures.spared(findings, broken.until());
      case Admission.Permit permit ->
          new Pass(tools, type.get(), findings, narration(resource, type, nextExpiryStep), failures)
              .run(permit);
    };
  }

  // The end of a lifetime.

  private Findings announce(Findings findings, TakeBack.Announce announce) {
    String message =
        "Its lifetime ends: it is deleted at "
            + announce.actsAt()
            + ". To keep it longer, automat extend it, or PUT it with a longer spec.lifetime";
    return findings
        .work(w -> w.withExpiryNotice(Optional.of(announce.notice())))
        .condition(Type.Expiring, State.True, Reasons.EXPIRY_ANNOUNCED, message)
        .event(Event.Draft.warning(now(), Reasons.EXPIRY_ANNOUNCED, message));
  }

  private Findings spare(Findings findings, TakeBack.Protected spared) {
    String message =
        "Its lifetime ends at "
            + spared.expires()
            + ", but it is protected and stays until it is deleted by hand";
    return withoutNotice(findings)
        .condition(Type.Expiring, State.True, Reasons.PROTECTED, message)
        .eventIfNews(Type.Expiring, Event.Draft.warning(now(), Reasons.PROTECTED, message));
  }

  /** Law 9: a notice that was taken back once counts for no later end. */
  private static Findings withoutNotice(Findings findings) {
    return findings
        .status(s -> s.without(Type.Expiring))
        .work(w -> w.withExpiryNotice(Optional.empty()));
  }

  /**
   * Law 9: the end is compare-and-set on the expiry that was announced, so that an extension made
   * meanwhile wins.
   */
  private Completion takeBack(Findings findings, TakeBack.Act act) {
    Resource resource = findings.before();
    if (!tools.timeIsKnown().getAsBoolean() || !tools.expiry().take()) {
      return reach(findings, now().plus(Backoff.jittered(EXPIRY_RETRY, tools.random())));
    }
    Event.Draft event =
        Event.Draft.warning(
            now(), "Expired", "Its lifetime ended at " + act.expires() + "; deleting it");
    tools
        .store()
        .write(
            List.of(
                new Write.End(
                    resource.key(),
                    resource.uid(),
                    resource.generation(),
                    Want.EXPIRED,
                    now(),
                    Optional.of(act.expires()),
                    event)));
    return findings.dueAt(now());
  }

  private Narration narration(Resource resource, Optional<OpenType> type, Instant nextExpiryStep) {
    return new Narration(
        type.map(t -> t.descriptor().typicalCreate()).orElse(Duration.ZERO),
        tools.clock(),
        tools.random(),
        tools.interval(),
        tools.rest(),
        resource.want().absent() ? Instant.MAX : nextExpiryStep);
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
