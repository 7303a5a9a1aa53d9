package dev.automat.config;

import dev.automat.identity.AuthSettings;
import dev.automat.identity.AuthSettings.Mode;
import dev.automat.identity.ClaimType;
import dev.automat.identity.GrantSettings;
import dev.automat.identity.IssuerSettings;
import dev.automat.identity.IssuerSettings.Login;
import dev.automat.identity.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads the section {@code auth}, whose form was checked. */
final class AuthReader {

  private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256");
  private static final List<String> SCOPES = List.of("openid", "profile", "email");

  /** What is no URL is refused by the rules; until then this stands for it. */
  static final URI NO_URL = URI.create("none:none");

  private final JsonNode auth;
  private final Path base;

  /**
   * @param base what relative paths start from
   */
  AuthReader(JsonNode auth, Path base) {
    this.auth = auth;
    this.base = base;
  }

  AuthSettings read() {
    List<IssuerSettings> issuers =
        auth.path("issuers").properties().stream()
            .map(issuer -> issuer(issuer.getKey(), issuer.getValue()))
            .toList();
    Mode usual = issuers.isEmpty() ? Mode.LOCAL : Mode.OIDC;
    return new AuthSettings(
        text(auth, "mode").map(word -> Mode.valueOf(word.toUpperCase(Locale.ROOT))).orElse(usual),
        auth.path("localToken").asBoolean(false),
        duration("clockSkew", "30s"),
        duration("longestToken", "366d"),
        issuers);
  }

  private Duration duration(String key, String otherwise) {
    return ConfigurationReader.durationOf(text(auth, key).orElse(otherwise));
  }

  private IssuerSettings issuer(String name, JsonNode issuer) {
    return new IssuerSettings(
        name,
        url(issuer.path("url").asString()),
        texts(issuer.path("audience")),
        issuer.has("algorithms") ? texts(issuer.path("algorithms")) : ALGORITHMS,
        text(issuer, "display").orElse("sub"),
        text(issuer, "groups").orElse("groups"),
        claims(issuer.path("claims")),
        text(issuer, "keysFile").map(base::resolve),
        Optional.of(issuer.path("login")).filter(JsonNode::isObject).map(AuthReader::login),
        issuer.path("grants").valueStream().map(AuthReader::grant).toList());
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return NO_URL;
    }
  }

  private static Map<String, ClaimType> claims(JsonNode declared) {
    Map<String, ClaimType> claims = new LinkedHashMap<>();
    declared
        .properties()
        .forEach(claim -> claims.put(claim.getKey(), ClaimType.of(claim.getValue().asString())));
    return claims;
  }

  private static Login login(JsonNode login) {
    return new Login(
        login.path("clientId").asString(),
        login.has("scopes") ? List.copyOf(texts(login.path("scopes"))) : SCOPES,
        text(login, "token").filter("access"::equals).isPresent());
  }

  private static GrantSettings grant(JsonNode grant) {
    return new GrantSettings(
        text(grant, "when"),
        text(grant, "team"),
        Role.of(grant.path("role").asString()).orElseThrow());
  }

  private static Set<String> texts(JsonNode node) {
    return node.isArray()
        ? node.valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.toCollection(LinkedHashSet::new))
        : Set.of(node.asString());
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.of(node.path(key)).filter(JsonNode::isString).map(JsonNode::asString);
  }
}
