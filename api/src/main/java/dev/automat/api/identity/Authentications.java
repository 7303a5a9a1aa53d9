package dev.automat.api.identity;

import dev.automat.config.Configuration;
import dev.automat.identity.AuthSettings;
import dev.automat.identity.AuthSettings.Mode;
import dev.automat.identity.Callers;
import dev.automat.identity.LocalToken;
import dev.automat.identity.Memberships;
import dev.automat.identity.OidcProver;
import dev.automat.identity.Prover;
import dev.automat.identity.TokenProver;
import dev.automat.identity.Tokens;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The authentication that the configuration asks for, with what it keeps open. */
public final class Authentications implements AutoCloseable {

  private final Authentication authentication;
  private final Optional<OidcProver> issuers;

  private Authentications(Authentication authentication, Optional<OidcProver> issuers) {
    this.authentication = authentication;
    this.issuers = issuers;
  }

  /**
   * Makes the local token where there is none and the mode has one. An issuer that does not answer
   * stops nothing.
   *
   * @param random cryptographically strong
   */
  public static Authentications open(
      Configuration configuration,
      Tokens tokens,
      Memberships memberships,
      InstantSource clock,
      RandomGenerator random) {
    AuthSettings settings = configuration.auth();
    if (settings.mode() == Mode.OPEN) {
      return new Authentications(Authentication.open(), Optional.empty());
    }
    Optional<OidcProver> issuers =
        settings.issuers().isEmpty()
            ? Optional.empty()
            : Optional.of(new OidcProver(settings.issuers(), settings.clockSkew(), clock));
    List<Prover> provers = new ArrayList<>();
    boolean local = settings.mode() == Mode.LOCAL || settings.localToken();
    if (local) {
      provers.add(LocalToken.open(configuration.dataDirectory(), random));
    }
    provers.add(new TokenProver(tokens, clock));
    issuers.ifPresent(provers::add);
    Callers callers = new Callers(provers, memberships, clock, System::nanoTime);
    issuers.ifPresent(OidcProver::warmUp);
    return new Authentications(
        new TokenAuthentication(callers, next(settings.mode(), configuration.dataDirectory())),
        issuers);
  }

  private static String next(Mode mode, Path dataDirectory) {
    String header = "send it as: Authorization: Bearer …; ";
    return header
        + switch (mode) {
          case LOCAL ->
              "on this machine it is in the file "
                  + LocalToken.file(dataDirectory).getFileName()
                  + " of the server's data directory, by default .automat in the clone";
          case OIDC -> "automat login gets one, or ask your team for one (automat token create)";
          case OPEN, TOKENS -> "ask your team for one (automat token create)";
        };
  }

  public Authentication authentication() {
    return authentication;
  }

  @Override
  public void close() {
    issuers.ifPresent(OidcProver::close);
  }
}
