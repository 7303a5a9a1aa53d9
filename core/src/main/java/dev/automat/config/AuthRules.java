package dev.automat.config;

import dev.automat.document.DocumentException.Complaint;
import dev.automat.expression.ExpressionException;
import dev.automat.identity.AuthSettings;
import dev.automat.identity.AuthSettings.Mode;
import dev.automat.identity.Claims;
import dev.automat.identity.Grant;
import dev.automat.identity.GrantSettings;
import dev.automat.identity.IssuerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the form of {@code auth} can not say. */
final class AuthRules {

  private static final Duration MOST_SKEW = Duration.ofSeconds(60);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Layers layers;
  private final boolean loopback;

  /**
   * @param loopback whether it listens on this machine alone
   */
  AuthRules(Layers layers, boolean loopback) {
    this.layers = layers;
    this.loopback = loopback;
  }

  void check(AuthSettings auth, List<Complaint> complaints) {
    if (!loopback) {
      checkBeyondLoopback(auth, complaints);
    }
    checkMode(auth, complaints);
    if (auth.clockSkew().compareTo(MOST_SKEW) > 0) {
      complaints.add(complaint("/auth/clockSkew", "is too long: give 60s or less"));
    }
    Set<URI> urls = new HashSet<>();
    auth.issuers().forEach(issuer -> checkIssuer(issuer, urls.add(issuer.url()), complaints));
  }

  private void checkBeyondLoopback(AuthSettings auth, List<Complaint> complaints) {
    switch (auth.mode()) {
      case LOCAL, OPEN ->
          complaints.add(
              complaint(
                  "/http/host",
                  "beyond this machine callers must prove who they are, and auth.mode is "
                      + auth.mode().text()
                      + ": name who vouches for them in auth.issuers, or set auth.mode: tokens once"
                      + " there is a token of a platform-admin (automat token create, on this"
                      + " machine); or listen on 127.0.0.1, ::1 or localhost"));
      case OIDC, TOKENS -> {
        if (auth.localToken()) {
          complaints.add(
              complaint(
                  "/auth/localToken",
                  "the token in the data directory may everything, so it is good on this machine"
                      + " alone: remove it, or listen on 127.0.0.1, ::1 or localhost"));
        }
      }
    }
  }

  private void checkMode(AuthSettings auth, List<Complaint> complaints) {
    boolean issuers = !auth.issuers().isEmpty();
    if (auth.mode() == Mode.OIDC && !issuers) {
      complaints.add(complaint("/auth/mode", "is oidc without auth.issuers: name at least one"));
    }
    if (auth.mode() != Mode.OIDC && issuers) {
      complaints.add(
          complaint(
              "/auth/mode",
              "is "
                  + auth.mode().text()
                  + ", in which nobody asks auth.issuers: remove one of the two"));
    }
  }

  private void checkIssuer(IssuerSettings issuer, boolean first, List<Complaint> complaints) {
    String place = "/auth/issuers/" + issuer.name();
    if (!isUsable(issuer.url())) {
      complaints.add(
          complaint(
              place + "/url",
              "is no https URL without query (http only on loopback): write the iss of its"
                  + " tokens"));
    }
    if (!first) {
      complaints.add(
          complaint(place + "/url", "another issuer has it too: put the grants of both into one"));
    }
    Claims claims = new Claims(issuer.claims());
    for (int i = 0; i < issuer.grants().size(); i++) {
      checkGrant(issuer.grants().get(i), claims, place + "/grants/" + i, complaints);
    }
  }

  private static boolean isUsable(URI url) {
    boolean secure = "https".equals(url.getScheme());
    boolean local =
        "http".equals(url.getScheme()) && LOOPBACK.contains(String.valueOf(url.getHost()));
    return (secure || local)
        && url.getHost() != null
        && url.getUserInfo() == null
        && url.getQuery() == null
        && url.getFragment() == null;
  }

  private void checkGrant(
      GrantSettings grant, Claims claims, String place, List<Complaint> complaints) {
    if (grant.role().isOfTeam() == grant.team().isEmpty()) {
      complaints.add(
          complaint(
              place + "/role",
              grant.role().isOfTeam()
                  ? grant.role().text() + " is a role in a team: say in which, with team"
                  : grant.role().text() + " is a role on the platform: remove team"));
    }
    try {
      Grant.compile(grant, claims);
    } catch (ExpressionException e) {
      complaints.add(complaint(place, String.valueOf(e.getMessage())));
    }
  }

  private Complaint complaint(String pointer, String message) {
    return new Complaint(layers.place(pointer), pointer, message);
  }
}
