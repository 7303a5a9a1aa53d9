package dev.automat.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the tokens of one issuer. */
final class Issuer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);

  /** Keys are read anew this often, and in the background before. */
  private static final Duration KEYS_FRESH = Duration.ofMinutes(5);

  private static final Duration KEYS_AHEAD = Duration.ofSeconds(60);

  /** How long a request waits while another one reads the keys. */
  private static final Duration KEYS_WAIT = Duration.ofSeconds(8);

  /** An unknown key id has the keys read at once, and then not again for so long. */
  static final Duration KEYS_PAUSE = Duration.ofSeconds(30);

  /** While the issuer is away, the keys that were read last are good for so long. */
  private static final Duration KEYS_IN_OUTAGE = Duration.ofHours(4);

  private static final String NEXT = "get a new one: automat login, or as your issuer says";

  private final IssuerSettings settings;
  private final IssuerKeys keys;
  private final JWKSource<SecurityContext> source;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  Issuer(IssuerSettings settings, Fetch fetch, Duration clockSkew, InstantSource clock) {
    this.settings = settings;
    this.keys = new IssuerKeys(settings, fetch);
    this.source = source();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms(), source));
    processor.setJWTClaimsSetVerifier(claimsVerifier(clockSkew, clock));
  }

  private JWKSource<SecurityContext> source() {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              IssuerKeys.discovery(settings.url()).toURL(), keys)
          .cache(KEYS_FRESH.toMillis(), KEYS_WAIT.toMillis())
          .refreshAheadCache(KEYS_AHEAD.toMillis(), false)
          .rateLimited(KEYS_PAUSE.toMillis())
          .outageTolerant(KEYS_IN_OUTAGE.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the configuration was checked", e);
    }
  }

  private Set<JWSAlgorithm> algorithms() {
    return settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
  }

  private DefaultJWTClaimsVerifier<SecurityContext> claimsVerifier(
      Duration clockSkew, InstantSource clock) {
    JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(settings.url().toString()).build();
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            settings.audiences(), exact, Set.of("sub", "exp"), Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew((int) clockSkew.toSeconds());
    return verifier;
  }

  /** Has the keys read, if they are not there; what goes wrong is in the log. */
  void readKeys() {
    try {
      source.get(new JWKSelector(new JWKMatcher.Builder().build()), null);
    } catch (KeySourceException e) {
      LOG.debug("{}: {}", settings.name(), e.toString());
    }
  }

  IssuerSettings settings() {
    return settings;
  }

  /**
   * The claims of a token that is good.
   *
   * @throws TokenRefusedException if it is not, or that can not be decided now
   */
  JWTClaimsSet verify(SignedJWT token) {
    try {
      return processor.process(token, null);
    } catch (BadJOSEException e) {
      throw invalid(String.valueOf(e.getMessage()));
    } catch (KeySourceException e) {
      throw withoutKey(e);
    } catch (JOSEException e) {
      throw invalid("its signature can not be checked: " + e.getMessage());
    }
  }

  private TokenRefusedException withoutKey(KeySourceException e) {
    return keys.seen() && rateLimited(e)
        ? invalid(
            "it is signed with a key that the issuer did not have when its keys were read, less"
                + " than "
                + KEYS_PAUSE.toSeconds()
                + " s ago")
        : TokenRefusedException.undecided(
            "the keys of the issuer " + settings.name() + " can not be read now: " + keys.trouble(),
            "try again after the time in Retry-After");
  }

  private static boolean rateLimited(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RateLimitReachedException) {
        return true;
      }
    }
    return false;
  }

  private TokenRefusedException invalid(String why) {
    return TokenRefusedException.invalid(
        "the token of the issuer " + settings.name() + " is not valid: " + why, NEXT);
  }

  @Override
  public void close() throws IOException {
    if (source instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
