package dev.automat.intake;

import dev.automat.intake.Answer.Reason;
import dev.automat.intake.StackAnswer.Clash;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.SpokenInstant;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import dev.automat.stack.StackState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Whether a request fits what stands of a stack now. Pure. */
final class StackClashes {

  private static final Duration DELETION_POLL = Duration.ofSeconds(5);

  private StackClashes() {}

  static Optional<StackAnswer> ofPut(StackPut request, Optional<StackState> current) {
    Optional<StackState> live = current.filter(state -> !state.isTombstone());
    if (request.ifNoneMatch() && live.isPresent()) {
      return clash(
          Reason.EXISTS, "it exists already", "leave out If-None-Match to change it", live);
    }
    return ofEtag(request.ifMatch(), live)
        .or(() -> ofUid(request, live))
        .or(() -> live.flatMap(StackClashes::ofQuarantine))
        .or(() -> live.flatMap(StackClashes::ofDeletion))
        .or(
            () ->
                live.flatMap(
                    state ->
                        ofManager(request.origin(), request.takeOver(), state, "change it there")))
        .or(
            () ->
                current
                    .filter(StackState::isTombstone)
                    .flatMap(gone -> ofExpiredTombstone(request, gone)));
  }

  static Optional<StackAnswer> ofDelete(
      StackDelete request, Optional<StackState> current, Instant now) {
    return ofAbsence(current)
        .or(() -> ofEtag(request.ifMatch(), current))
        .or(
            () ->
                current
                    .filter(live -> !live.stack().want().absent())
                    .flatMap(live -> ofEnding(request, live).or(() -> ofPause(live, now))));
  }

  private static Optional<StackAnswer> ofEnding(StackDelete request, StackState live) {
    Optional<StackAnswer> kept =
        ofManager(request.origin(), request.takeOver(), live, "delete it there");
    boolean guarded = live.wanted().stream().anyMatch(member -> member.plan().deletionProtection());
    return kept.isPresent() || !guarded
        ? kept
        : clash(
            Reason.PROTECTED,
            "it is protected from deletion",
            "PUT it with spec.deletionProtection: false first",
            Optional.of(live));
  }

  /** Nothing there, or all of it gone. */
  static Optional<StackAnswer> ofAbsence(Optional<StackState> current) {
    if (current.filter(state -> !state.isForgotten()).isEmpty()) {
      return clash(
          Reason.NOT_FOUND,
          "there is no such stack",
          "PUT to this address makes it",
          Optional.empty());
    }
    return current.filter(StackState::isTombstone).flatMap(StackClashes::gone);
  }

  private static Optional<StackAnswer> gone(StackState state) {
    boolean expired = state.hasExpired();
    return clash(
        Reason.GONE,
        expired ? "its lifetime ended" : "it was deleted",
        "POST …:undelete brings back what a copy was kept of; "
            + (expired
                ? "PUT to this address with recreate=true makes a new, empty one"
                : "PUT to this address makes a new one"),
        Optional.of(state));
  }

  private static Optional<StackAnswer> ofEtag(Optional<String> ifMatch, Optional<StackState> live) {
    if (ifMatch.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> etag = live.map(state -> state.stack().version());
    boolean matches = ifMatch.get().equals("*") ? etag.isPresent() : ifMatch.equals(etag);
    return matches
        ? Optional.empty()
        : clash(
            Reason.STALE,
            "it was changed since the version "
                + ifMatch.get()
                + etag.map(tag -> "; now it is " + tag).orElse("; now it is not there"),
            "read it again, and repeat the change on what you find",
            live);
  }

  private static Optional<StackAnswer> ofUid(StackPut request, Optional<StackState> live) {
    boolean differs =
        request.uid().isPresent() && !request.uid().equals(live.map(state -> state.stack().uid()));
    return differs
        ? clash(
            Reason.OTHER_UID,
            "the document speaks of the stack "
                + request.uid().get()
                + ", which is not the one that has this name now",
            "leave out metadata.uid to mean whatever has the name",
            live)
        : Optional.empty();
  }

  /** All of it is going, or a part went because its time was up. */
  static Optional<StackAnswer> ofDeletion(StackState live) {
    if (live.stack().want().absent()) {
      return Optional.of(
          new Clash(
              Reason.DELETING,
              "it is being deleted",
              "repeat the request once it is gone",
              Optional.of(live),
              Optional.of(DELETION_POLL)));
    }
    return live.members().stream()
        .filter(member -> member.want() == Want.EXPIRED)
        .findFirst()
        .flatMap(
            member ->
                clash(
                    Reason.DELETING,
                    "its lifetime ended, and its member "
                        + StackState.memberOf(member)
                        + " goes or is gone already",
                    "DELETE it; once it is gone, POST …:undelete brings all of it back, with the"
                        + " data of which a copy was kept",
                    Optional.of(live)));
  }

  /** What nobody can use is not changed either. */
  private static Optional<StackAnswer> ofQuarantine(StackState live) {
    if (live.stack().want().absent() || live.quarantined().isEmpty()) {
      return Optional.empty();
    }
    String until =
        live.quarantined().stream()
            .flatMap(member -> member.stay().deletesAt().stream())
            .min(Comparator.naturalOrder())
            .map(SpokenInstant::of)
            .orElse("its end");
    return clash(
        Reason.QUARANTINED,
        "its lifetime ended, and it is in quarantine until it is deleted at " + until,
        "extend it (POST …:extend) to have it back and change it, release it (POST …:release) to"
            + " look at it once more, or DELETE it",
        Optional.of(live));
  }

  /** Nothing is to happen to it in the cloud. */
  static Optional<StackAnswer> ofPause(StackState live, Instant now) {
    return live.pausedAt(now)
        .map(Stay.Pause::text)
        .flatMap(
            text ->
                clash(
                    Reason.PAUSED,
                    "it is " + text,
                    "resume it (POST …:resume) first, or wait until then",
                    Optional.of(live)));
  }

  private static Optional<StackAnswer> ofManager(
      Origin writer, boolean takeOver, StackState live, String instead) {
    Optional<String> manager = live.stack().origin().managedBy();
    boolean another = manager.isPresent() && !manager.equals(writer.managedBy());
    return another && !takeOver
        ? clash(
            Reason.MANAGED_ELSEWHERE,
            "it is kept by " + manager.get() + ", which would undo this change",
            instead + ", or repeat with takeOver=true",
            Optional.of(live))
        : Optional.empty();
  }

  private static Optional<StackAnswer> ofExpiredTombstone(StackPut request, StackState gone) {
    return gone.hasExpired() && !request.recreate()
        ? clash(
            Reason.EXPIRED,
            "its lifetime ended; a file that still asks for it should not silently bring it back",
            "repeat with recreate=true to have a new, empty one, or take it out of your files",
            Optional.of(gone))
        : Optional.empty();
  }

  /** What one member is in the way with. */
  static StackAnswer ofOne(Resource member, Answer.Clash clash, Optional<StackState> current) {
    return new Clash(
        clash.reason(),
        member.key().kind() + " " + member.key().name() + ": " + clash.message(),
        clash.fix(),
        current,
        clash.retryAfter());
  }

  static Optional<StackAnswer> clash(
      Reason reason, String message, String fix, Optional<StackState> current) {
    return Optional.of(new Clash(reason, message, fix, current, Optional.empty()));
  }
}
