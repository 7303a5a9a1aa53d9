package dev.automat.identity;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody with the roles of this moment.
 *
 * @param platform roles on the platform
 * @param teams the role in each team
 * @param everyTeam the role in all teams, those that are yet to be made included
 */
public record Caller(
    Identity identity, Set<Role> platform, Map<String, Role> teams, Optional<Role> everyTeam) {

  private static final Caller LOCAL =
      new Caller(
          Identity.local(),
          EnumSet.of(Role.PLATFORM_ADMIN),
          Map.of(),
          Optional.of(Role.TEAM_ADMIN));

  private static final Caller NOBODY =
      new Caller(Identity.nobody(), Set.of(), Map.of(), Optional.empty());

  public Caller {
    platform = Set.copyOf(platform);
    teams = Map.copyOf(teams);
  }

  /** Whoever works on this machine: administrator of the platform, and of every team. */
  public static Caller local() {
    return LOCAL;
  }

  /** Who has not said who they are: may nothing that needs a permission. */
  public static Caller nobody() {
    return NOBODY;
  }

  /** What stands in {@code createdBy}, in events and in the audit log. */
  public String actor() {
    return identity.actor();
  }

  /** Whether they have a permission in a team. It need not exist. */
  public boolean may(Permission permission, String team) {
    return may(permission) || roleIn(team).filter(role -> role.may(permission)).isPresent();
  }

  /** Whether they have a permission everywhere: on the platform, or in every team. */
  public boolean may(Permission permission) {
    return switch (permission.scope()) {
      case NOBODY -> true;
      case ANYBODY -> identity.isKnown();
      case PLATFORM, TEAM ->
          platform.stream().anyMatch(role -> role.may(permission))
              || everyTeam.filter(role -> role.may(permission)).isPresent();
    };
  }

  /** Where they have a permission of a team. */
  public Reach reach(Permission permission) {
    return may(permission)
        ? new Reach.Everywhere()
        : new Reach.In(
            teams.entrySet().stream()
                .filter(entry -> entry.getValue().may(permission))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether they may know anything of a team at all. */
  public boolean sees(String team) {
    return may(Permission.TEAM_READ, team);
  }

  /** The highest role in a team, apart from roles on the platform. */
  public Optional<Role> roleIn(String team) {
    Optional<Role> own = Optional.ofNullable(teams.get(team));
    return own.isPresent() && everyTeam.isPresent()
        ? Optional.of(Role.higher(own.get(), everyTeam.get()))
        : own.or(() -> everyTeam);
  }
}
