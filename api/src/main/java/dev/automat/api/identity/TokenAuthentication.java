package dev.automat.api.identity;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.identity.Caller;
import dev.automat.identity.Callers;
import dev.automat.identity.TokenRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Takes the bearer token (RFC 6750) of a call, and nothing else: no cookie, no query parameter. */
final class TokenAuthentication implements Authentication {

  private static final String SCHEME = "bearer ";
  private static final String CHALLENGE = "Bearer realm=\"automat\"";
  private static final Duration LATER = Duration.ofSeconds(5);

  private final Callers callers;
  private final String next;

  /**
   * @param next what to do without a token
   */
  TokenAuthentication(Callers callers, String next) {
    this.callers = callers;
    this.next = next;
  }

  @Override
  public Caller callerOf(Call call) {
    String token = token(call.headers()).orElseThrow(() -> withoutToken().exception());
    try {
      return callers.of(token);
    } catch (TokenRefusedException e) {
      throw refused(e).exception();
    }
  }

  @Override
  public Optional<Problem> refusalByHead(Map<String, String> headers) {
    return token(headers).isEmpty() ? Optional.of(withoutToken()) : Optional.empty();
  }

  private Problem withoutToken() {
    return Problem.of(ProblemCode.UNAUTHENTICATED, "the request has no token", next)
        .withChallenge(CHALLENGE);
  }

  private static Optional<String> token(Map<String, String> headers) {
    return Optional.ofNullable(headers.get("authorization")).flatMap(TokenAuthentication::bearer);
  }

  private static Optional<String> bearer(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  private static Problem refused(TokenRefusedException e) {
    String message = String.valueOf(e.getMessage());
    return e.isUndecided()
        ? Problem.of(ProblemCode.ISSUER_UNAVAILABLE, message, e.fix())
            .withRetryAfter(Optional.of(LATER))
        : Problem.of(ProblemCode.UNAUTHENTICATED, message, e.fix())
            .withChallenge(CHALLENGE + ", error=\"invalid_token\"");
  }
}
