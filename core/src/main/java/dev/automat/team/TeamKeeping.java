package dev.automat.team;

import dev.automat.identity.Caller;
import dev.automat.identity.Permission;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes, changes and ends the documents of teams. Calls block until the outcome is stored. */
public final class TeamKeeping {

  /** The most possessions that are listed. */
  private static final int LISTED = 50;

  private final TeamDirectory directory;
  private final TeamRecords records;
  private final InstantSource clock;

  public TeamKeeping(TeamDirectory directory, TeamRecords records, InstantSource clock) {
    this.directory = directory;
    this.records = records;
    this.clock = clock;
  }

  /** What became of a write. All but {@link Stored} and {@link Ended} left everything as it was. */
  public sealed interface Outcome {

    /**
     * It stands so.
     *
     * @param created whether it was made
     * @param changed whether anything was written
     */
    record Stored(Team team, boolean created, boolean changed) implements Outcome {}

    /** It is a tombstone now. */
    record Ended(Team team) implements Outcome {}

    /** The document does not fit: 422. */
    record Refused(List<Violation> violations) implements Outcome {}

    /** The caller may change the team, but not this of it: 403. */
    record NotYours(List<Violation> violations) implements Outcome {}

    /** The caller may not make teams: 403. */
    record MayNotCreate() implements Outcome {}

    /** It is written down elsewhere: 409. */
    record ManagedElsewhere(Team team) implements Outcome {}

    /** The id was another team's: 409. */
    record Gone(Team team) implements Outcome {}

    /** It does not exist: 404. */
    record Missing() implements Outcome {}

    /** It is not the one that the caller knows: 412. */
    record Stale(Optional<Team> team) implements Outcome {}

    /** Others changed it at the same time: 409. */
    record Contended() implements Outcome {}

    /** What it owns keeps it: 409. There may be more than is listed. */
    record Owns(Team team, List<Possession> possessions) implements Outcome {}
  }

  /**
   * Makes a team, or changes it. The same spec again writes nothing.
   *
   * @param ifMatch the version that the caller knows, or {@code *} for any
   */
  public Outcome put(String id, TeamSpec spec, Optional<String> ifMatch, Caller caller) {
    if (!ResourceKey.isName(id)) {
      return new Outcome.Refused(List.of(badId(id)));
    }
    Optional<Team> current = stored(id);
    return unfit(current, ifMatch)
        .orElseGet(
            () ->
                current
                    .map(team -> change(team, spec, caller))
                    .orElseGet(() -> create(id, spec, caller)));
  }

  private static Violation badId(String id) {
    return new Violation(
        "/metadata/id",
        "name-form",
        "\"" + id + "\" can not be the id of a team",
        "use 1–40 lowercase letters, digits and single hyphens, a letter first");
  }

  /** The document, or what the configuration says; not what it says of all that nobody names. */
  private Optional<Team> stored(String id) {
    return directory.team(id).filter(Team::isNamed);
  }

  private static Optional<Outcome> unfit(Optional<Team> current, Optional<String> ifMatch) {
    if (current.filter(Team::isTombstone).isPresent()) {
      return current.map(Outcome.Gone::new);
    }
    boolean stale =
        ifMatch
            .filter(
                tag ->
                    !current
                        .map(team -> tag.equals("*") || tag.equals(team.version()))
                        .orElse(false))
            .isPresent();
    return stale
        ? Optional.of(new Outcome.Stale(current))
        : current
            .filter(team -> !team.managedBy().equals(Team.API))
            .map(Outcome.ManagedElsewhere::new);
  }

  private Outcome create(String id, TeamSpec spec, Caller caller) {
    if (!caller.may(Permission.TEAM_CREATE)) {
      return new Outcome.MayNotCreate();
    }
    Team team = Team.made(id, spec, Team.API, new Team.Made(now(), caller.actor()));
    boolean made = records.create(team);
    directory.refresh();
    return made ? new Outcome.Stored(team, true, true) : new Outcome.Contended();
  }

  private Outcome change(Team team, TeamSpec spec, Caller caller) {
    if (team.spec().equals(spec)) {
      return new Outcome.Stored(team, false, false);
    }
    List<Violation> reserved = reserved(team.spec(), spec);
    if (!reserved.isEmpty() && !caller.may(Permission.TEAM_CREATE)) {
      return new Outcome.NotYours(reserved);
    }
    if (team.spec().hasAdmin() && !spec.hasAdmin()) {
      List<Possession> owned = possessions(team.id());
      if (!owned.isEmpty()) {
        return new Outcome.Owns(team, owned);
      }
    }
    boolean changed = records.change(team.id(), team.generation(), spec);
    directory.refresh();
    return changed
        ? new Outcome.Stored(directory.team(team.id()).orElse(team), false, true)
        : new Outcome.Contended();
  }

  /** What the bill and the clouds depend on is not the team's own to change. */
  private static List<Violation> reserved(TeamSpec was, TeamSpec now) {
    List<Violation> violations = new ArrayList<>();
    reserve("owner", was.owner(), now.owner(), violations);
    reserve("costCenter", was.costCenter(), now.costCenter(), violations);
    reserve("allowedPlacements", was.allowedPlacements(), now.allowedPlacements(), violations);
    reserve("budgets", set(was.limits().budgets()), set(now.limits().budgets()), violations);
    reserve("quota", set(was.limits().quota()), set(now.limits().quota()), violations);
    return violations;
  }

  private static Optional<Map<String, ?>> set(Map<String, ?> limits) {
    return limits.isEmpty() ? Optional.empty() : Optional.of(limits);
  }

  private static void reserve(
      String field, Optional<?> was, Optional<?> now, List<Violation> violations) {
    if (!Objects.equals(was, now)) {
      violations.add(
          new Violation(
              "/spec/" + field,
              "platform-admin-only",
              "only a platform-admin changes "
                  + field
                  + ", which is "
                  + was.map(Object::toString).orElse("not set"),
              "set it back, or ask a platform-admin to change it"));
    }
  }

  /** Ends a team that owns nothing. A repeat says that it is gone. */
  public Outcome delete(String id, Optional<String> ifMatch) {
    Optional<Team> current = ResourceKey.isName(id) ? stored(id) : Optional.empty();
    if (current.isEmpty()) {
      return new Outcome.Missing();
    }
    return unfit(current, ifMatch).orElseGet(() -> end(current.get()));
  }

  private Outcome end(Team team) {
    Instant now = now();
    if (!records.end(team.id(), team.generation(), now)) {
      List<Possession> owned = possessions(team.id());
      directory.refresh();
      return owned.isEmpty() ? new Outcome.Contended() : new Outcome.Owns(team, owned);
    }
    directory.refresh();
    return new Outcome.Ended(directory.team(team.id()).orElse(team));
  }

  /** What a team owns, as far as it is listed. */
  public List<Possession> possessions(String team) {
    return records.possessions(team, clock.instant(), LISTED);
  }

  /** Stored instants have microseconds: what is answered now must equal what is read later. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
