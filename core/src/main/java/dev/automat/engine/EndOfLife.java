package dev.automat.engine;

import dev.automat.lifetime.Asked;
import dev.automat.lifetime.Course;
import dev.automat.lifetime.Notices;
import dev.automat.lifetime.Prospect;
import dev.automat.lifetime.Recovery;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.SpokenInstant;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import dev.automat.resource.Work.ExpiryNotice;
import dev.automat.retry.Backoff;
import dev.automat.spi.TypeDescriptor;
import dev.automat.store.Completion;
import dev.automat.store.Steering;
import dev.automat.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Carries out what a lifetime asks for, before anything else is looked at. Used once. */
final class EndOfLife {

  private static final Duration RETRY = Duration.ofMinutes(1);

  private final Tools tools;
  private final TypeDescriptor type;
  private final Resource resource;
  private final Reach reach;
  private final Instant now;

  /** The rest of the reconciliation. */
  interface Reach {

    /**
     * @param nextExpiryStep when the lifetime asks for something
     */
    Completion reach(Findings findings, Instant nextExpiryStep);
  }

  private EndOfLife(Tools tools, TypeDescriptor type, Resource resource, Reach reach) {
    this.tools = tools;
    this.type = type;
    this.resource = resource;
    this.reach = reach;
    // A notice is known by the instant of its event, which is stored with microseconds.
    this.now = tools.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  static Completion of(Tools tools, TypeDescriptor type, Findings findings, Reach reach) {
    return new EndOfLife(tools, type, findings.before(), reach).carryOut(findings);
  }

  private Completion carryOut(Findings claimed) {
    Findings findings = said(claimed);
    Lifetimes lifetimes = tools.lifetimes();
    Asked asked =
        Course.of(
            resource,
            type.abilities(),
            Recovery.of(resource, type).recoverable(),
            lifetimes.board(),
            lifetimes.settings(),
            now);
    return switch (asked) {
      case Asked.Nothing nothing -> goOn(withoutNotice(findings), nothing.until());
      case Asked.Announce announce -> goOn(announce(findings, announce), announce.next());
      case Asked.Announced announced ->
          goOn(standing(findings, words(announced.prospect())), announced.next());
      case Asked.Unheard unheard -> goOn(unheard(findings, unheard), unheard.next());
      case Asked.Protected spared -> goOn(spare(findings, spared), spared.next());
      case Asked.Quarantine quarantine -> act(findings, cut(quarantine));
      case Asked.Delete delete -> act(findings, end(delete));
    };
  }

  private Findings said(Findings claimed) {
    return resource.want().absent() ? claimed : StayNarration.pause(claimed, now);
  }

  /** Or earlier, if a pause or a release ends before. */
  private Completion goOn(Findings findings, Instant nextStep) {
    Instant end = resource.stay().nextEnd(now);
    return reach.reach(findings, end.isBefore(nextStep) ? end : nextStep);
  }

  private Findings announce(Findings findings, Asked.Announce announce) {
    String message = words(announce.prospect());
    return standing(findings, message)
        .work(w -> w.withExpiryNotice(Optional.of(announce.notice())))
        .event(
            Event.Draft.warning(now, Reasons.EXPIRY_ANNOUNCED, message)
                .asNoticeOf(announce.notice().expiresAt()));
  }

  private Findings standing(Findings findings, String message) {
    return findings.condition(Type.Expiring, State.True, Reasons.EXPIRY_ANNOUNCED, message);
  }

  private String words(Prospect prospect) {
    return Notices.of(
        resource, prospect, Recovery.of(resource, type), tools.lifetimes().settings().undelete());
  }

  private Findings unheard(Findings findings, Asked.Unheard unheard) {
    String message = Notices.unheard(unheard.prospect().at());
    return findings
        .condition(Type.Expiring, State.True, Reasons.UNHEARD, message)
        .eventIfNews(Type.Expiring, Event.Draft.warning(now, Reasons.UNHEARD, message));
  }

  private Findings spare(Findings findings, Asked.Protected spared) {
    String message =
        "Its lifetime ended at "
            + SpokenInstant.of(spared.expires())
            + ", but it is protected and stays: automat extend it, or PUT it with"
            + " spec.deletionProtection: false and delete it";
    Findings found = findings.condition(Type.Expiring, State.True, Reasons.PROTECTED, message);
    return spared.remind().map(notice -> remind(found, notice, message)).orElse(found);
  }

  private Findings remind(Findings findings, ExpiryNotice notice, String message) {
    return findings
        .work(w -> w.withExpiryNotice(Optional.of(notice)))
        .event(Event.Draft.warning(now, Reasons.PROTECTED, message).asNotice());
  }

  /** Law 9: a notice that was taken back once counts for no later end. */
  private static Findings withoutNotice(Findings findings) {
    return findings
        .status(s -> s.without(Type.Expiring))
        .work(w -> w.withExpiryNotice(Optional.empty()));
  }

  /**
   * Law 9: the act is compare-and-set on the expiry that was announced and on the claim, so that
   * whatever somebody said meanwhile wins.
   */
  private Completion act(Findings findings, Write act) {
    if (!tools.timeIsKnown().getAsBoolean() || !tools.expiry().take()) {
      return reach.reach(findings, now.plus(Backoff.jittered(RETRY, tools.random())));
    }
    tools.store().write(List.of(act));
    return findings.dueAt(now);
  }

  private Write cut(Asked.Quarantine quarantine) {
    Event.Draft event =
        Event.Draft.warning(
            now,
            "Expired",
            "Its lifetime ended at "
                + SpokenInstant.of(quarantine.expires())
                + "; cutting its access, and deleting it at "
                + SpokenInstant.of(quarantine.deletesAt()));
    return new Write.Steer(
        resource.key(),
        resource.uid(),
        new Steering.Quarantine(
            new Stay.Quarantine(now, quarantine.deletesAt()),
            quarantine.expires(),
            resource.lease().epoch()),
        now,
        event);
  }

  private Write end(Asked.Delete delete) {
    boolean wasCut = resource.stay().quarantine().isPresent();
    String ended = "Its lifetime ended at " + SpokenInstant.of(delete.expires());
    return new Write.End(
        resource.key(),
        resource.uid(),
        resource.generation(),
        Want.EXPIRED,
        now,
        Optional.of(delete.expires()),
        Event.Draft.warning(
            now,
            wasCut ? "QuarantineEnded" : "Expired",
            wasCut ? ended + ", and so has its quarantine; deleting it" : ended + "; deleting it"),
        Optional.of(resource.lease().epoch()),
        false);
  }
}
