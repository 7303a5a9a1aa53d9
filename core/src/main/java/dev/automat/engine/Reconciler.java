package dev.automat.engine;

import dev.automat.engine.AccountGates.Admission;
import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Resource;
import dev.automat.resource.Work.Finale;
import dev.automat.retry.Backoff;
import dev.automat.store.Completion;
import java.time.Duration;
import java.time.Instant;
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
  private static final Duration STILL_NEEDED = Duration.ofMinutes(10);
  private static final Duration NOT_NOW = Duration.ofMinutes(1);

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
      giveBack(claimed, e);
    }
  }

  /** What stands is decided on anew, at once; if the claim was lost, by its next holder. */
  private void giveBack(Resource claimed, Fenced why) {
    Completion untouched =
        new Completion(claimed.uid(), claimed.lease().epoch(), now(), Optional.empty());
    boolean held = tools.records().complete(untouched);
    log.info(
        "{}, and the cloud was not touched; {} goes on",
        why.getMessage(),
        held ? "another look" : "the next holder of the claim");
  }

  private Completion work(Resource claimed) {
    Findings findings = Findings.startingFrom(claimed);
    if (neverTouched(claimed)) {
      return narration(claimed, Optional.empty(), Instant.MAX).gone(findings);
    }
    if (StayingPass.isDue(claimed, now())) {
      return purge(findings);
    }
    Optional<OpenType> type = tools.plugins().type(claimed.plan().type());
    if (type.isEmpty()) {
      return failures.noPlugin(findings, tools.plugins().whyNot(claimed.plan().type()));
    }
    return EndOfLife.of(tools, type.get().descriptor(), findings, this::reach);
  }

  /**
   * The time of a tombstone is over: its name is forgotten, then the copy of its data is deleted.
   * Not while that copy is being made into another resource.
   */
  private Completion purge(Findings findings) {
    Resource tombstone = findings.before();
    Optional<String> successor = tombstone.stay().undeletedAs();
    Optional<Resource> unready =
        successor.flatMap(tools.store()::byUid).filter(made -> made.times().ready().isEmpty());
    if (unready.filter(made -> keepsCopyOf(tombstone, made)).isPresent()) {
      return new StayNarration(narration(tombstone, Optional.empty(), Instant.MAX), tools.clock())
          .purged(findings, "Its data are kept for " + successor.orElseThrow() + " now");
    }
    if (unready.filter(made -> !made.isTombstone()).isPresent()) {
      return findings.dueAt(now().plus(Backoff.jittered(STILL_NEEDED, tools.random())));
    }
    boolean kept = findings.work().finale().flatMap(Finale::snapshot).isPresent();
    boolean losesSomething = kept || successor.isEmpty();
    if (losesSomething && !mayTakeBack()) {
      return findings.dueAt(now().plus(Backoff.jittered(NOT_NOW, tools.random())));
    }
    boolean forgotten =
        successor.isPresent() || tools.store().purge(tombstone.uid(), tombstone.lease().epoch());
    if (!forgotten) {
      return findings.dueAt(now());
    }
    return kept
        ? reach(findings, Instant.MAX)
        : new StayNarration(narration(tombstone, Optional.empty(), Instant.MAX), tools.clock())
            .purged(findings, "Its time to be undeleted is over");
  }

  /** What was to have the data and is gone itself has the copy, until its own time is over. */
  private static boolean keepsCopyOf(Resource tombstone, Resource successor) {
    Optional<String> copy = tombstone.work().finale().flatMap(Finale::snapshot);
    return copy.isPresent()
        && successor.isTombstone()
        && successor.work().purgeAt().isPresent()
        && copy.equals(successor.work().finale().flatMap(Finale::snapshot));
  }

  /** Law 9: by a clock that can be trusted, and so many a minute. */
  private boolean mayTakeBack() {
    return tools.timeIsKnown().getAsBoolean() && tools.expiry().take();
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

  private Narration narration(Resource resource, Optional<OpenType> type, Instant nextExpiryStep) {
    return new Narration(
        type.map(t -> t.descriptor().typicalCreate()).orElse(Duration.ZERO),
        tools.clock(),
        tools.random(),
        tools.interval(),
        tools.rest(),
        resource.want().absent() ? Instant.MAX : nextExpiryStep,
        tools.lifetimes().settings().undelete());
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
