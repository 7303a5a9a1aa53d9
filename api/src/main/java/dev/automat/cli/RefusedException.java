package dev.automat.cli;

import tools.jackson.databind.JsonNode;

/** The server answered with a problem document. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient JsonNode problem;

  RefusedException(JsonNode problem) {
    super(problem.path("detail").asString("refused"));
    this.problem = problem;
  }

  JsonNode problem() {
    return problem;
  }

  String code() {
    return problem.path("code").asString("");
  }
}
