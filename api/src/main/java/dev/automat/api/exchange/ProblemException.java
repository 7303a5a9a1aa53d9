package dev.automat.api.exchange;

/** The one error of this layer: a request that is answered with a problem. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    // No stack trace: it is an answer to a client, and made often.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
