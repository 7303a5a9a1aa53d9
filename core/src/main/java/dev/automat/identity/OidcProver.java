package dev.automat.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.automat.expression.Variables;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks signed tokens (RFC 7519) against the issuer that they name. */
public final class OidcProver implements Prover, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OidcProver.class);

  /** All headers together may have 16 KiB. */
  private static final int LONGEST = 12 * 1024;

  /** So long a key that its issuer has withdrawn is believed. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final int LONGEST_DISPLAY = 200;
  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

  private final Map<String, Trusted> issuers;
  private final Fetch fetch = new Fetch();
  private final Duration clockSkew;

  /**
   * @param clockSkew by how much the clocks of issuers may be off
   * @throws dev.automat.expression.ExpressionException if a grant is wrong
   */
  public OidcProver(List<IssuerSettings> issuers, Duration clockSkew, InstantSource clock) {
    this.clockSkew = clockSkew;
    this.issuers =
        issuers.stream()
            .map(settings -> Trusted.of(settings, fetch, clockSkew, clock))
            .collect(
                Collectors.toUnmodifiableMap(
                    trusted -> trusted.issuer().settings().url().toString(), Function.identity()));
  }

  /** Reads the keys of all issuers now, so that the log says what is wrong before anybody calls. */
  public void warmUp() {
    issuers.values().forEach(trusted -> Thread.ofVirtual().start(trusted.issuer()::readKeys));
  }

  @Override
  public boolean takes(String token) {
    return token.startsWith("ey");
  }

  @Override
  public Proof prove(String token) {
    if (token.length() > LONGEST) {
      throw invalid(
          "the token has more than " + LONGEST + " characters",
          "ask its issuer for fewer claims, such as no groups");
    }
    try {
      SignedJWT signed = SignedJWT.parse(token);
      Trusted trusted = trusted(signed.getJWTClaimsSet().getIssuer());
      return trusted.proof(trusted.issuer().verify(signed), clockSkew);
    } catch (ParseException e) {
      throw invalid(
          "the token is no signed JWT: " + e.getMessage(), "send it as the issuer gave it");
    }
  }

  private Trusted trusted(@Nullable String issuer) {
    return Optional.ofNullable(issuer)
        .map(issuers::get)
        .orElseThrow(
            () ->
                invalid(
                    "the token's issuer is none that this server trusts: "
                        + printable(String.valueOf(issuer)),
                    "GET /v1/login says which it trusts; add others to auth.issuers"));
  }

  private static TokenRefusedException invalid(String message, String fix) {
    return TokenRefusedException.invalid(message, fix);
  }

  private static String printable(String text) {
    String short_ = text.substring(0, Math.min(text.length(), LONGEST_DISPLAY));
    return UNPRINTABLE.matcher(short_).replaceAll("?");
  }

  @Override
  public void close() {
    for (Trusted trusted : issuers.values()) {
      try {
        trusted.issuer().close();
      } catch (IOException e) {
        LOG.warn(
            "the keys of {} did not close: {}", trusted.issuer().settings().name(), e.toString());
      }
    }
    fetch.close();
  }

  /** An issuer and what its claims are worth here. */
  private record Trusted(Issuer issuer, Claims claims, List<Grant> grants) {

    static Trusted of(
        IssuerSettings settings, Fetch fetch, Duration clockSkew, InstantSource clock) {
      Claims claims = new Claims(settings.claims());
      return new Trusted(
          new Issuer(settings, fetch, clockSkew, clock),
          claims,
          settings.grants().stream().map(grant -> Grant.compile(grant, claims)).toList());
    }

    Proof proof(JWTClaimsSet verified, Duration clockSkew) {
      Map<String, Object> said = new HashMap<>(verified.toJSONObject());
      said.values().removeIf(Objects::isNull);
      Variables values = claims.read(said);
      Map<String, Role> teams = new HashMap<>();
      Set<Role> platform = EnumSet.noneOf(Role.class);
      grants.forEach(grant -> grant.addTo(teams, platform, values));
      return new Proof(
          new Caller(identity(verified, said, clockSkew), platform, teams, Optional.empty()),
          FRESH);
    }

    private Identity identity(JWTClaimsSet verified, Map<String, Object> said, Duration clockSkew) {
      IssuerSettings settings = issuer.settings();
      Instant expires = verified.getExpirationTime().toInstant().plus(clockSkew);
      String subject = printable(verified.getSubject());
      String display =
          said.get(settings.display()) instanceof String text && !text.isBlank()
              ? printable(text)
              : subject;
      return new Identity(
          settings.name(),
          verified.getSubject(),
          display,
          groups(said.get(settings.groups())),
          said,
          Optional.of(expires));
    }

    private static Set<String> groups(@Nullable Object claim) {
      return claim instanceof List<?> list
          ? list.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .collect(Collectors.toSet())
          : Set.of();
    }
  }
}
