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
    boolean needed =
        successor
            .flatMap(tools.store()::byUid)
            .filter(made -> !made.isTombstone() && made.times().ready().isEmpty())
            .isPresent();
    if (needed) {
      return findings.dueAt(now().plus(Backoff.jittered(STILL_NEEDED, tools.random())));
    }
    boolean forgotten =
        successor.isPresent() || tools.store().purge(tombstone.uid(), tombstone.lease().epoch());
    if (!forgotten) {
      return findings.dueAt(now());
    }
    boolean kept = findings.work().finale().flatMap(Finale::snapshot).isPresent();
    return kept
        ? reach(findings, Instant.MAX)
        : new StayNarration(narration(tombstone, Optional.empty(), Instant.MAX), tools.clock())
            .purged(findings, "Its time to be undeleted is over");
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
