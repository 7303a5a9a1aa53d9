package dev.automat.intake;

import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Reason;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan.OnMissing;
import dev.automat.resource.Resource;
import dev.automat.resource.SpokenInstant;
import dev.automat.resource.Want;
import dev.automat.stack.StackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a request fits what stands now. Pure. */
final class Clashes {

  private static final Duration DELETION_POLL = Duration.ofSeconds(5);

  private Clashes() {}

  static Optional<Answer> ofPut(PutRequest request, Optional<Resource> current) {
    Optional<Resource> live = current.filter(resource -> !resource.isTombstone());
    if (request.ifNoneMatch() && live.isPresent()) {
      return clash(
          Reason.EXISTS, "it exists already", "leave out If-None-Match to change it", live);
    }
    return ofEtag(request.ifMatch(), live)
        .or(() -> ofUid(request, live))
        .or(() -> live.flatMap(Clashes::ofDeletion))
        .or(() -> live.flatMap(Clashes::ofQuarantine))
        .or(
            () ->
                live.flatMap(
                    resource ->
                        ofManager(
                            request.origin(), request.takeOver(), resource, "change it there")))
        .or(() -> current.flatMap(tombstone -> ofExpiredTombstone(request, tombstone)));
  }

  /** What would part it from its stack, which lives and goes as one. */
  static Optional<Answer> ofMember(Resource live) {
    return live.stay()
        .member()
        .filter(_ -> !live.isTombstone())
        .flatMap(
            in ->
                clash(
                    Reason.MEMBER_OF_STACK,
                    "it is a member of the stack " + in.stack(),
                    "do it to the whole, at "
                        + new StackKey(live.key().team(), in.stack()).href()
                        + ", where its member "
                        + in.memberOf(live.key())
                        + " is changed and removed, too",
                    Optional.of(live)));
  }

  static Optional<Answer> ofDelete(DeleteRequest request, Optional<Resource> current, Instant now) {
    return ofAbsence(current)
        .or(() -> ofEtag(request.ifMatch(), current))
        .or(
            () ->
                current
                    .filter(live -> !live.want().absent())
                    .flatMap(
                        live ->
                            ofMember(live)
                                .or(() -> ofEnding(request, live))
                                .or(() -> ofPause(live, now))));
  }

  /** A repeat ends nothing, so it meets none of these. */
  private static Optional<Answer> ofEnding(DeleteRequest request, Resource live) {
    Optional<Answer> kept =
        ofManager(request.origin(), request.takeOver(), live, "delete it there");
    return kept.isPresent() || !live.plan().deletionProtection()
        ? kept
        : clash(
            Reason.PROTECTED,
            "it is protected from deletion",
            "PUT it with spec.deletionProtection: false first",
            Optional.of(live));
  }

  /** Nothing there, or a tombstone. */
  static Optional<Answer> ofAbsence(Optional<Resource> current) {
    if (current.isEmpty()) {
      return clash(
          Reason.NOT_FOUND, "there is no such resource", "PUT to this address makes it", current);
    }
    return current.filter(Resource::isTombstone).flatMap(tombstone -> gone(tombstone));
  }

  private static Optional<Answer> gone(Resource tombstone) {
    boolean expired = tombstone.want() == Want.EXPIRED;
    return clash(
        Reason.GONE,
        expired ? "its lifetime ended" : "it was deleted",
        expired
            ? undelete(tombstone) + "PUT to this address with recreate=true makes a new, empty one"
            : undelete(tombstone) + "PUT to this address makes a new one",
        Optional.of(tombstone));
  }

  private static String undelete(Resource tombstone) {
    return Undeletion.possibleUntil(tombstone)
        .map(
            until ->
                "until "
                    + SpokenInstant.of(until)
                    + " POST …:undelete brings it back with its data; ")
        .orElse("");
  }

  static Optional<Answer> ofUpgrade(UpgradeRequest request, Optional<Resource> current) {
    return ofAbsence(current)
        .or(() -> ofEtag(request.ifMatch(), current))
        .or(() -> current.flatMap(Clashes::ofDeletion))
        .or(() -> current.flatMap(Clashes::ofQuarantine));
  }

  /** A version that stands in the spec is part of a definition that somebody may keep. */
  static Optional<Answer> ofPinned(UpgradeRequest request, Resource live) {
    return ofMember(live)
        .or(
            () ->
                ofManager(
                    request.origin(), request.takeOver(), live, "change spec.moduleVersion there"));
  }

  static Optional<Answer> ofRecreate(RecreateRequest request, Optional<Resource> current) {
    return ofAbsence(current)
        .or(
            () ->
                current.flatMap(
                    live ->
                        ofManager(
                            request.origin(), request.takeOver(), live, "leave it to that one")))
        .or(() -> current.flatMap(Clashes::ofQuarantine))
        .or(() -> current.flatMap(live -> ofMakingAnew(request, live)));
  }

  private static Optional<Answer> ofMakingAnew(RecreateRequest request, Resource live) {
    if (!live.status().saysMissing() || live.want().absent()) {
      return clash(
          Reason.NOT_RECREATABLE,
          "it is not missing, so it can not be made anew",
          "ask for :reconcile to have it looked at now",
          Optional.of(live));
    }
    boolean mustAccept = live.plan().stateful() && live.plan().onMissing() == OnMissing.REPORT;
    return mustAccept && !request.acceptDataLoss()
        ? clash(
            Reason.NOT_RECREATABLE,
            "what was in it is lost if it is made anew",
            "restore it in the cloud under its name, or repeat with {\"acceptDataLoss\": true}",
            Optional.of(live))
        : Optional.empty();
  }

  private static Optional<Answer> ofEtag(Optional<String> ifMatch, Optional<Resource> live) {
    if (ifMatch.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> etag = live.map(Resource::version);
    boolean matches = ifMatch.get().equals("*") ? etag.isPresent() : ifMatch.equals(etag);
    return matches
        ? Optional.empty()
        : clash(
            Reason.STALE,
            "it was changed since the version "
                + ifMatch.get()
                + (etag.isPresent() ? "; now it is " + etag.get() : "; now it is not there"),
            "read it again, and repeat the change on what you find",
            live);
  }

  private static Optional<Answer> ofUid(PutRequest request, Optional<Resource> live) {
    boolean differs = request.uid().isPresent() && !request.uid().equals(live.map(Resource::uid));
    return differs
        ? clash(
            Reason.OTHER_UID,
            "the document speaks of the incarnation "
                + request.uid().get()
                + ", which is not the one that has this name now",
            "leave out metadata.uid to mean whatever has the name",
            live)
        : Optional.empty();
  }

  static Optional<Answer> ofDeletion(Resource live) {
    return live.want().absent()
        ? Optional.of(
            new Clash(
                Reason.DELETING,
                "it is being deleted",
                "repeat the request once it is gone",
                Optional.of(live),
                Optional.of(DELETION_POLL)))
        : Optional.empty();
  }

  /** What nobody can use is not changed either. */
  static Optional<Answer> ofQuarantine(Resource live) {
    return live.stay().quarantine().isEmpty()
        ? Optional.empty()
        : clash(
            Reason.QUARANTINED,
            "its lifetime ended, and it is in quarantine until it is deleted at "
                + live.stay().deletesAt().map(SpokenInstant::of).orElse("its end"),
            "extend it (POST …:extend) to have it back and change it, release it (POST …:release)"
                + " to look at it once more, or DELETE it",
            Optional.of(live));
  }

  /** Nothing is to happen to it in the cloud. */
  static Optional<Answer> ofPause(Resource live, Instant now) {
    return live.stay()
        .pausedAt(now)
        .flatMap(
            pause ->
                clash(
                    Reason.PAUSED,
                    "it is " + pause.text(),
                    "resume it (POST …:resume) first, or wait until then",
                    Optional.of(live)));
  }

  /** Whoever keeps its definition elsewhere would undo what is written here. */
  private static Optional<Answer> ofManager(
      Origin writer, boolean takeOver, Resource live, String instead) {
    Optional<String> manager = live.origin().managedBy();
    boolean another = manager.isPresent() && !manager.equals(writer.managedBy());
    return another && !takeOver
        ? clash(
            Reason.MANAGED_ELSEWHERE,
            "it is kept by " + manager.get() + ", which would undo this change",
            instead + ", or repeat with takeOver=true",
            Optional.of(live))
        : Optional.empty();
  }

  private static Optional<Answer> ofExpiredTombstone(PutRequest request, Resource current) {
    boolean expired = current.isTombstone() && current.want() == Want.EXPIRED;
    return expired && !request.recreate()
        ? clash(
            Reason.EXPIRED,
            "its lifetime ended; a file that still asks for it should not silently bring it back",
            "repeat with recreate=true to have a new, empty one, or take it out of your files",
            Optional.of(current))
        : Optional.empty();
  }

  private static Optional<Answer> clash(
      Reason reason, String message, String fix, Optional<Resource> current) {
    return Optional.of(new Clash(reason, message, fix, current, Optional.empty()));
  }
}
