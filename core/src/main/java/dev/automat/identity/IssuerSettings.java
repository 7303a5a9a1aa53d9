package dev.automat.identity;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who vouches for callers, as configured.
 *
 * @param name what it is called here
 * @param url the {@code iss} of its tokens; its discovery document is below it
 * @param audiences one of these must be in {@code aud}
 * @param algorithms that its tokens may be signed with
 * @param display the claim that people know the caller by
 * @param groups the claim with the caller's groups
 * @param claims what grants may read beside the well-known claims
 * @param keysFile a JWK set, for an issuer whose keys can not be fetched
 * @param login how people get a token; empty for issuers of machines
 */
public record IssuerSettings(
    String name,
    URI url,
    Set<String> audiences,
    Set<String> algorithms,
    String display,
    String groups,
    Map<String, ClaimType> claims,
    Optional<Path> keysFile,
    Optional<Login> login,
    List<GrantSettings> grants) {

  /**
   * For {@code automat login} (RFC 8628).
   *
   * @param accessToken whether the access token is sent, and not the id token
   */
  public record Login(String clientId, List<String> scopes, boolean accessToken) {}
}
