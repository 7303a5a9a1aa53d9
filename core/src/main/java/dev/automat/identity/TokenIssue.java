package dev.automat.identity;

import dev.automat.resource.Uid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes, lists and ends tokens for machines. */
public final class TokenIssue {

  private final Tokens tokens;
  private final RandomGenerator random;

  /**
   * @param random cryptographically strong
   */
  public TokenIssue(Tokens tokens, RandomGenerator random) {
    this.tokens = tokens;
    this.random = random;
  }

  /**
   * Why somebody may not make such a token, for people: nobody makes one that may more than they
   * may, and a machine makes none that outlives its own. Empty if they may.
   */
  public Optional<String> tooStrong(
      Caller maker, Optional<String> team, Role role, Instant expires) {
    Optional<Permission> lacking =
        Arrays.stream(Permission.values())
            .filter(role::may)
            .filter(
                permission ->
                    team.isPresent() ? !maker.may(permission, team.get()) : !maker.may(permission))
            .findFirst();
    if (lacking.isPresent()) {
      return Optional.of(
          "a token can not be stronger than its maker, and "
              + maker.actor()
              + " lacks the permission "
              + lacking.get().text()
              + ", which the role "
              + role.text()
              + " has");
    }
    return maker
        .identity()
        .expires()
        .filter(_ -> maker.identity().issuer().equals(TokenProver.ISSUER))
        .filter(own -> own.isBefore(expires))
        .map(own -> "a token made by a token can not outlive it, and this one ends at " + own);
  }

  /** A new one. Asking again makes another. */
  public IssuedToken issue(
      Caller maker, Optional<String> team, Role role, String name, Instant now, Instant expires) {
    String token = MachineToken.next(random);
    TokenRecord record =
        new TokenRecord(
            Uid.next(random),
            TokenDigest.of(token).text(),
            name,
            team,
            role,
            maker.actor(),
            now.truncatedTo(ChronoUnit.MICROS),
            expires.truncatedTo(ChronoUnit.MICROS),
            Optional.empty(),
            Optional.empty());
    tokens.add(record);
    return new IssuedToken(record, token);
  }

  /**
   * Those of a team, or of the platform.
   *
   * @param endedSince what ended before is left out
   */
  public List<TokenRecord> list(Optional<String> team, Instant endedSince) {
    return tokens.of(team, endedSince);
  }

  /** Ends one: every replica refuses it within a second. A repeat changes nothing. */
  public Optional<TokenRecord> revoke(String id, Optional<String> team, Instant now) {
    return tokens.revoke(id, team, now);
  }
}
