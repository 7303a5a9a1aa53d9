package dev.automat.api.handler;

import dev.automat.api.document.Asides;
import dev.automat.api.document.ResourceDocument;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.catalog.Bundle;
import dev.automat.catalog.Catalog;
import dev.automat.intake.Answer;
import dev.automat.intake.Aside;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import dev.automat.store.Store;
import dev.automat.team.TransferRecords.Renewed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** Turns what became of a request into a reply. */
final class Answers {

  /** When to look again at what is under way: soon for what takes seconds. */
  private static final long SOON = 2;

  /** The field that the engine seals application credentials under. */
  private static final String CREDENTIALS = "credentials";

  private final ResourceDocument documents;
  private final Store store;
  private final Settling settling;
  private final Catalog catalog;

  Answers(ResourceDocument documents, Store store, Settling settling, Catalog catalog) {
    this.documents = documents;
    this.catalog = catalog;
    this.store = store;
    this.settling = settling;
  }

  /** The reply to a PUT or DELETE, after the wait that was granted. */
  Reply reply(Answer answer, Optional<Duration> wait) throws InterruptedException {
    return switch (answer) {
      case Answer.Accepted accepted ->
          stored(accepted.resource(), accepted.created(), accepted.aside(), wait);
      case Answer.Unchanged unchanged -> unchanged(unchanged.resource(), wait);
      case Answer.Possible _ -> throw new IllegalStateException("this was no validation");
      case Answer.Refused refused -> throw Problem.refused(refused.violations()).exception();
      case Answer.PlanMismatch mismatch -> throw problem(mismatch).exception();
      case Answer.Clash clash -> throw problem(clash).exception();
    };
  }

  private Reply stored(Resource resource, boolean created, Aside aside, Optional<Duration> wait)
      throws InterruptedException {
    if (wait.isEmpty()) {
      return underWay(resource, aside, Map.of());
    }
    Resource now = settling.await(resource, wait.get());
    if (!settling.isSettled(now, resource.generation())) {
      return underWay(now, aside, applied(wait.get()));
    }
    Map<String, String> headers = new LinkedHashMap<>(applied(wait.get()));
    if (created) {
      headers.put("Location", documents.href(now.key()));
    }
    return document(created ? 201 : 200, now, aside, headers);
  }

  private Reply unchanged(Resource resource, Optional<Duration> wait) throws InterruptedException {
    if (wait.isPresent() && !settling.isSettled(resource, resource.generation())) {
      return stored(resource, false, Aside.NONE, wait);
    }
    // A repeated DELETE is still under way; a repeated PUT has nothing to wait for.
    return resource.want().absent()
        ? underWay(resource, Map.of())
        : document(200, resource, Map.of());
  }

  /** 202, and where to look when. */
  Reply underWay(Resource resource, Map<String, String> more) {
    return underWay(resource, Aside.NONE, more);
  }

  /** The reply to an action, after the wait that was granted. */
  Reply action(Answer answer, Optional<Duration> wait) throws InterruptedException {
    return wait.isPresent() ? reply(answer, wait) : underWay(answer);
  }

  /** The reply to an action. */
  Reply underWay(Answer answer) {
    return switch (answer) {
      case Answer.Accepted accepted -> underWay(accepted.resource(), accepted.aside(), Map.of());
      case Answer.Unchanged unchanged -> underWay(unchanged.resource(), Map.of());
      case Answer.Refused refused -> throw Problem.refused(refused.violations()).exception();
      case Answer.PlanMismatch mismatch -> throw problem(mismatch).exception();
      case Answer.Clash clash -> throw problem(clash).exception();
      case Answer.Possible _ -> throw new IllegalStateException("this was no validation");
    };
  }

  private Reply underWay(Resource resource, Aside aside, Map<String, String> more) {
    return document(202, resource, aside, underWayHeaders(resource, more));
  }

  private Map<String, String> underWayHeaders(Resource resource, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("Location", documents.href(resource.key()));
    headers.put("Retry-After", Long.toString(SOON));
    headers.put("ETag", ETags.of(resource));
    return headers;
  }

  /**
   * The same for what came from another team.
   *
   * @param secrets what became of those of its bindings
   * @param warnings limits of the team that it goes beyond, and may
   */
  Reply moved(Resource resource, Renewed secrets, List<Violation> warnings) {
    ObjectNode document = documents.of(resource, secretVersion(resource));
    secrets.rotating().forEach(document.putArray("rotating")::add);
    secrets.unchanged().forEach(document.putArray("unchanged")::add);
    Asides.write(new Aside(Optional.empty(), warnings), document);
    return Reply.json(202, document, underWayHeaders(resource, Map.of()));
  }

  static Map<String, String> applied(Duration wait) {
    return Map.of("Preference-Applied", "wait=" + wait.toSeconds());
  }

  /** The whole document, with its ETag. */
  Reply document(int status, Resource resource, Map<String, String> more) {
    return document(status, resource, Aside.NONE, more);
  }

  private Reply document(int status, Resource resource, Aside aside, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("ETag", ETags.of(resource));
    return Reply.json(
        status, Asides.write(aside, documents.of(resource, secretVersion(resource))), headers);
  }

  private OptionalInt secretVersion(Resource resource) {
    return resource.times().ready().isEmpty()
        ? OptionalInt.empty()
        : store
            .secret(resource.uid(), CREDENTIALS)
            .map(secret -> OptionalInt.of(secret.version()))
            .orElseGet(OptionalInt::empty);
  }

  /** Another plan than the reviewed one, in words of HTTP. */
  Problem problem(Answer.PlanMismatch mismatch) {
    Optional<String> digest = catalog.bundle().map(Bundle::digest);
    return Problem.of(
            ProblemCode.PLAN_MISMATCH,
            "today's plan is "
                + mismatch.today().digest()
                + ", not "
                + mismatch.reviewed()
                + digest.map(it -> "; this server plans with the catalogue " + it).orElse(""),
            "review the plan of today, which is in this answer, and send its digest; to make the"
                + " same one offline, automat catalog pull")
        .withReview(
            new Problem.PlanReview(
                mismatch.reviewed(),
                mismatch.today(),
                mismatch.current().map(Resource::plan),
                digest))
        .withCurrent(mismatch.current());
  }

  /** A clash in words of HTTP. */
  static Problem problem(Answer.Clash clash) {
    return Problem.of(code(clash.reason()), clash.message(), clash.fix())
        .withCurrent(clash.current())
        .withRetryAfter(clash.retryAfter());
  }

  /** A reason in words of HTTP. */
  static ProblemCode code(Answer.Reason reason) {
    return switch (reason) {
      case STALE -> ProblemCode.STALE;
      case EXISTS -> ProblemCode.EXISTS;
      case OTHER_UID -> ProblemCode.OTHER_UID;
      case MANAGED_ELSEWHERE -> ProblemCode.MANAGED_ELSEWHERE;
      case DELETING -> ProblemCode.DELETING;
      case EXPIRED -> ProblemCode.EXPIRED;
      case PROTECTED -> ProblemCode.PROTECTED;
      case CONTENDED -> ProblemCode.CONTENDED;
      case NOT_RECREATABLE -> ProblemCode.NOT_RECREATABLE;
      case ENDLESS -> ProblemCode.ENDLESS;
      case QUARANTINED -> ProblemCode.QUARANTINED;
      case NOT_QUARANTINED -> ProblemCode.NOT_QUARANTINED;
      case RELEASED_BEFORE -> ProblemCode.RELEASED_BEFORE;
      case PAUSED -> ProblemCode.PAUSED;
      case NOT_UNDELETABLE -> ProblemCode.NOT_UNDELETABLE;
      case NOT_BINDABLE -> ProblemCode.NOT_BINDABLE;
      case ROTATING -> ProblemCode.ROTATING;
      case NOT_ROTATABLE -> ProblemCode.NOT_ROTATABLE;
      case NAME_TAKEN -> ProblemCode.NAME_TAKEN;
      case MEMBER_OF_STACK -> ProblemCode.MEMBER_OF_STACK;
      case ALREADY_OFFERED -> ProblemCode.ALREADY_OFFERED;
      case NOT_FOUND -> ProblemCode.NOT_FOUND;
      case GONE -> ProblemCode.GONE;
    };
  }
}
