package dev.automat.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Who a token stands for. What was proved is remembered for as long as its proof is fresh, so that
 * most requests cost a digest and a look into a map; roles in teams are asked for anew every
 * second.
 */
public final class Callers {

  /** How many tokens are remembered; each takes about a kilobyte. */
  private static final int MOST = 10_000;

  /** How long a change of a team's members may take to be seen. */
  private static final Duration ROLES_FRESH = Duration.ofSeconds(1);

  private final List<Prover> provers;
  private final Memberships memberships;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ConcurrentHashMap<TokenDigest, Known> known = new ConcurrentHashMap<>();

  /**
   * @param provers asked in this order; the first that takes a token decides
   * @param nanos never goes back, unlike a clock
   */
  public Callers(
      List<Prover> provers, Memberships memberships, InstantSource clock, LongSupplier nanos) {
    this.provers = List.copyOf(provers);
    this.memberships = memberships;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * The caller with the roles of this moment. May block.
   *
   * @throws TokenRefusedException if the token proves nothing, or that can not be decided now
   */
  public Caller of(String token) {
    TokenDigest digest = TokenDigest.of(token);
    long now = nanos.getAsLong();
    Known entry = known.get(digest);
    if (entry == null || entry.provedUntil() - now < 0) {
      entry = prove(token, digest, now);
    } else if (entry.rolesUntil() - now < 0) {
      entry = entry.with(withTeams(entry.proved()), now + ROLES_FRESH.toNanos());
      known.replace(digest, entry);
    }
    refuseExpired(entry.caller(), digest);
    return entry.caller();
  }

  private Known prove(String token, TokenDigest digest, long now) {
    try {
      Proof proof = prover(token).prove(token);
      Known entry =
          new Known(
              proof.caller(),
              withTeams(proof.caller()),
              now + proof.freshFor().toNanos(),
              now + ROLES_FRESH.toNanos());
      makeRoom();
      known.put(digest, entry);
      return entry;
    } catch (TokenRefusedException e) {
      known.remove(digest);
      throw e;
    }
  }

  private Prover prover(String token) {
    return provers.stream()
        .filter(prover -> prover.takes(token))
        .findFirst()
        .orElseThrow(
            () ->
                TokenRefusedException.invalid(
                    "the token is of no sort that this server takes",
                    "GET /v1/login says which it takes; automat login gets one"));
  }

  /**
   * An issuer may say it is good for longer than the proof is: the expiry is looked at each time.
   */
  private void refuseExpired(Caller caller, TokenDigest digest) {
    caller
        .identity()
        .expires()
        .filter(expires -> !expires.isAfter(clock.instant()))
        .ifPresent(
            expires -> {
              known.remove(digest);
              throw TokenRefusedException.invalid(
                  "the token expired at " + expires, "get a new one: automat login");
            });
  }

  private Caller withTeams(Caller proved) {
    Map<String, Role> members = memberships.of(proved.identity());
    if (members.isEmpty()) {
      return proved;
    }
    Map<String, Role> teams = new HashMap<>(proved.teams());
    members.forEach((team, role) -> teams.merge(team, role, Role::higher));
    return new Caller(proved.identity(), proved.platform(), teams, proved.everyTeam());
  }

  /** Forgetting one that is still good costs a proof, so any will do. */
  private void makeRoom() {
    if (known.size() < MOST) {
      return;
    }
    long now = nanos.getAsLong();
    known.values().removeIf(entry -> entry.provedUntil() - now < 0);
    known.keySet().stream().limit(MOST / 10).forEach(known::remove);
  }

  /** How many are remembered. */
  int size() {
    return known.size();
  }

  /**
   * @param proved with the roles that the token itself brings
   * @param caller with those in teams, too
   */
  private record Known(Caller proved, Caller caller, long provedUntil, long rolesUntil) {
    Known with(Caller fresh, long until) {
      return new Known(proved, fresh, provedUntil, until);
    }
  }
}
