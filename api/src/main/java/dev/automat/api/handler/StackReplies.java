package dev.automat.api.handler;

import dev.automat.api.document.Asides;
import dev.automat.api.document.StackDocument;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.intake.Aside;
import dev.automat.intake.StackAnswer;
import dev.automat.stack.StackState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Turns what became of a request for a stack into a reply. */
final class StackReplies {

  private static final String SOON = "2";

  private final StackDocument documents;
  private final Settling settling;

  StackReplies(StackDocument documents, Settling settling) {
    this.documents = documents;
    this.settling = settling;
  }

  /** The reply to a PUT or DELETE, after the wait that was granted. */
  Reply reply(StackAnswer answer, Optional<Duration> wait) throws InterruptedException {
    return switch (answer) {
      case StackAnswer.Accepted accepted -> stored(accepted, wait);
      case StackAnswer.Unchanged(StackState state) -> unchanged(state, wait);
      case StackAnswer.Possible _ -> throw new IllegalStateException("this was no validation");
      case StackAnswer.Refused refused -> throw Problem.refused(refused.violations()).exception();
      case StackAnswer.PlanMismatch mismatch -> throw problem(mismatch).exception();
      case StackAnswer.Clash clash -> throw problem(clash).exception();
    };
  }

  private Reply stored(StackAnswer.Accepted accepted, Optional<Duration> wait)
      throws InterruptedException {
    if (wait.isEmpty()) {
      return underWay(accepted.state(), accepted.aside(), Map.of());
    }
    StackState now = settling.await(accepted.state(), wait.get());
    if (!settling.isSettled(now)) {
      return underWay(now, accepted.aside(), Answers.applied(wait.get()));
    }
    Map<String, String> headers = new LinkedHashMap<>(Answers.applied(wait.get()));
    if (accepted.created()) {
      headers.put("Location", now.stack().key().href());
    }
    return document(accepted.created() ? 201 : 200, now, accepted.aside(), headers);
  }

  private Reply unchanged(StackState state, Optional<Duration> wait) throws InterruptedException {
    if (wait.isPresent() && !settling.isSettled(state)) {
      return stored(new StackAnswer.Accepted(state, false), wait);
    }
    // A repeated DELETE is still under way; a repeated PUT has nothing to wait for.
    return state.stack().want().absent()
        ? underWay(state, Aside.NONE, Map.of())
        : document(200, state, Map.of());
  }

  /** The reply to an action. */
  Reply underWay(StackAnswer answer) {
    return switch (answer) {
      case StackAnswer.Accepted accepted -> underWay(accepted.state(), accepted.aside(), Map.of());
      case StackAnswer.Unchanged(StackState state) -> underWay(state, Aside.NONE, Map.of());
      case StackAnswer.Refused refused -> throw Problem.refused(refused.violations()).exception();
      case StackAnswer.PlanMismatch mismatch -> throw problem(mismatch).exception();
      case StackAnswer.Clash clash -> throw problem(clash).exception();
      case StackAnswer.Possible _ -> throw new IllegalStateException("this was no validation");
    };
  }

  private Reply underWay(StackState state, Aside aside, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("Location", state.stack().key().href());
    headers.put("Retry-After", SOON);
    return document(202, state, aside, headers);
  }

  /** The whole document, with its ETag. */
  Reply document(int status, StackState state, Map<String, String> more) {
    return document(status, state, Aside.NONE, more);
  }

  private Reply document(int status, StackState state, Aside aside, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("ETag", etag(state));
    return Reply.json(status, Asides.write(aside, documents.of(state)), headers);
  }

  static String etag(StackState state) {
    return ETags.of(state.stack().uid(), state.stack().generation());
  }

  /** Other plans than the reviewed ones, in words of HTTP. */
  static Problem problem(StackAnswer.PlanMismatch mismatch) {
    return Problem.of(
            ProblemCode.PLAN_MISMATCH,
            "today's plan is " + mismatch.today() + ", not " + mismatch.reviewed(),
            "review the plan of today (validateOnly=true), and send its digest")
        .withStack(mismatch.current());
  }

  /** A clash in words of HTTP. */
  static Problem problem(StackAnswer.Clash clash) {
    return Problem.of(Answers.code(clash.reason()), clash.message(), clash.fix())
        .withStack(clash.current())
        .withRetryAfter(clash.retryAfter());
  }
}
