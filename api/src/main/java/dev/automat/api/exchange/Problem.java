package dev.automat.api.exchange;

import dev.automat.resource.NearestSpelling;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import dev.automat.resource.Want;
import dev.automat.resource.Work.Finale;
import dev.automat.stack.Stack;
import dev.automat.stack.StackState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why a request is not carried out (RFC 9457).
 *
 * @param detail what is wrong here
 * @param fix what to do next
 * @param violations all that is wrong with the document
 * @param exists what there is in the place of what was asked for
 * @param nearest the entry of {@code exists} that is spelled most alike
 * @param current what stands now
 * @param retryAfter when to try again
 * @param allow the methods of the path, for 405
 * @param challenge how to prove who one is, for 401
 * @param review which plan it is not, for 412
 */
public record Problem(
    ProblemCode code,
    String detail,
    Optional<String> fix,
    List<Violation> violations,
    List<String> exists,
    Optional<String> nearest,
    Optional<Current> current,
    Optional<Duration> retryAfter,
    List<String> allow,
    Optional<String> challenge,
    Optional<PlanReview> review) {

  /**
   * The plan that somebody reviewed, and the one of today.
   *
   * @param reviewed its digest
   * @param stands the plan that the resource has
   * @param catalog digest of the catalogue that the plan of today is made with; empty if it has
   *     none
   */
  public record PlanReview(
      String reviewed, Plan today, Optional<Plan> stands, Optional<String> catalog) {}

  /** The most entries of {@code exists} that are sent. */
  private static final int MOST = 50;

  public static Problem of(ProblemCode code, String detail, String fix) {
    return new Problem(
        code,
        detail,
        Optional.of(fix),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Something was named that is not there: with what there is. */
  public static Problem unknown(
      ProblemCode code, String detail, String word, Collection<String> exists) {
    return unknown(code, detail, word, exists, "leave it out; /openapi.json says what there is");
  }

  /** As above; {@code otherwise} is what to do if there is nothing at all. */
  public static Problem unknown(
      ProblemCode code, String detail, String word, Collection<String> exists, String otherwise) {
    Optional<String> nearest = NearestSpelling.of(word, exists);
    String fix =
        nearest
            .map(near -> "did you mean " + near + "?")
            .orElse(
                exists.isEmpty()
                    ? otherwise
                    : "use one of: " + String.join(", ", exists.stream().limit(MOST).toList()));
    return new Problem(
        code,
        detail,
        Optional.of(fix),
        List.of(),
        exists.stream().limit(MOST).toList(),
        nearest,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The document is wrong. */
  public static Problem refused(List<Violation> violations) {
    boolean replaces =
        violations.stream().anyMatch(violation -> violation.rule().equals("would-replace"));
    String detail =
        violations.size() == 1
            ? sentence(violations.getFirst())
            : violations.size() + " things are wrong with it";
    return new Problem(
        replaces ? ProblemCode.WOULD_REPLACE : ProblemCode.REFUSED,
        detail,
        violations.size() == 1 ? Optional.of(violations.getFirst().fix()) : Optional.empty(),
        List.copyOf(violations),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static String sentence(Violation violation) {
    String place = violation.pointer().isEmpty() ? "the document" : violation.pointer() + ":";
    return place + " " + violation.message();
  }

  /** With what is wrong, or in the way, one by one. */
  public Problem withViolations(List<Violation> all) {
    return new Problem(
        code, detail, fix, all, exists, nearest, current, retryAfter, allow, challenge, review);
  }

  /**
   * What stands now, a resource or a stack.
   *
   * @param expired whether it went because its time was up
   * @param recoverable whether a copy of its data is kept
   * @param undeleteUntil how long it can be brought back
   */
  public record Current(
      String uid,
      long generation,
      Phase phase,
      Optional<String> managedBy,
      Optional<Instant> deleted,
      boolean expired,
      boolean recoverable,
      Optional<Instant> undeleteUntil) {

    private static Current of(Resource resource) {
      boolean kept = resource.work().finale().flatMap(Finale::snapshot).isPresent();
      return new Current(
          resource.uid(),
          resource.generation(),
          resource.phase(),
          resource.origin().managedBy(),
          resource.times().deleted(),
          resource.want() == Want.EXPIRED,
          kept && resource.work().purgeAt().isPresent(),
          resource.work().purgeAt().filter(_ -> kept));
    }

    private static Current of(StackState state) {
      Stack stack = state.stack();
      List<Current> kept =
          state.wanted().stream().map(Current::of).filter(Current::recoverable).toList();
      return new Current(
          stack.uid(),
          stack.generation(),
          state.phase(),
          stack.origin().managedBy(),
          state.deleted(),
          state.hasExpired(),
          !kept.isEmpty(),
          kept.stream()
              .flatMap(each -> each.undeleteUntil().stream())
              .min(Comparator.naturalOrder()));
    }
  }

  public Problem withCurrent(Optional<Resource> resource) {
    return with(resource.map(Current::of));
  }

  /** With the stack that stands now. */
  public Problem withStack(Optional<StackState> state) {
    return with(state.map(Current::of));
  }

  private Problem with(Optional<Current> now) {
    return new Problem(
        code, detail, fix, violations, exists, nearest, now, retryAfter, allow, challenge, review);
  }

  /** With what there is in the place of what was asked for, and which of it is nearest. */
  public Problem withExists(List<String> there, Optional<String> near) {
    return new Problem(
        code, detail, fix, violations, there, near, current, retryAfter, allow, challenge, review);
  }

  public Problem withRetryAfter(Optional<Duration> after) {
    return new Problem(
        code, detail, fix, violations, exists, nearest, current, after, allow, challenge, review);
  }

  public Problem withAllow(List<String> methods) {
    return new Problem(
        code,
        detail,
        fix,
        violations,
        exists,
        nearest,
        current,
        retryAfter,
        methods,
        challenge,
        review);
  }

  /** How to prove who one is (RFC 6750, section 3). */
  public Problem withChallenge(String text) {
    return new Problem(
        code,
        detail,
        fix,
        violations,
        exists,
        nearest,
        current,
        retryAfter,
        allow,
        Optional.of(text),
        review);
  }

  /** With the plan of today, and what it changes. */
  public Problem withReview(PlanReview plans) {
    return new Problem(
        code,
        detail,
        fix,
        violations,
        exists,
        nearest,
        current,
        retryAfter,
        allow,
        challenge,
        Optional.of(plans));
  }

  /** To be thrown. */
  public ProblemException exception() {
    return new ProblemException(this);
  }
}
