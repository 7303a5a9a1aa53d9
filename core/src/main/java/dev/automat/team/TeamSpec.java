package dev.automat.team;

import dev.automat.cost.Limits;
import java.util.List;
import java.util.Optional;

/**
 * What is said of a team.
 *
 * @param displayName what people call it
 * @param owner who answers for what it owns
 * @param costCenter who pays for it
 * @param contacts how to reach it
 * @param allowedPlacements names of the placement rules that it may use; empty: all
 * @param limits what it may have and spend, as far as it is said of this team
 */
public record TeamSpec(
    Optional<String> displayName,
    Optional<String> owner,
    Optional<String> costCenter,
    List<String> contacts,
    List<Member> members,
    Optional<List<String>> allowedPlacements,
    Limits limits) {

  public TeamSpec {
    contacts = List.copyOf(contacts);
    members = List.copyOf(members);
    allowedPlacements = allowedPlacements.map(List::copyOf);
  }

  /** One whose limits are those of every team. */
  public TeamSpec(
      Optional<String> displayName,
      Optional<String> owner,
      Optional<String> costCenter,
      List<String> contacts,
      List<Member> members,
      Optional<List<String>> allowedPlacements) {
    this(displayName, owner, costCenter, contacts, members, allowedPlacements, Limits.NONE);
  }

  /** A team of which only that is said. */
  public static TeamSpec of(Optional<String> owner, Optional<String> costCenter) {
    return new TeamSpec(
        Optional.empty(), owner, costCenter, List.of(), List.of(), Optional.empty());
  }

  /** Whether it may use the placement rule of that name. */
  public boolean allows(String placement) {
    return allowedPlacements.map(names -> names.contains(placement)).orElse(true);
  }

  /** Whether somebody, or a group, runs it. */
  public boolean hasAdmin() {
    return members.stream().anyMatch(Member::isAdmin);
  }

  /** The same without anybody in it. */
  TeamSpec memberless() {
    return new TeamSpec(
        displayName, owner, costCenter, contacts, List.of(), allowedPlacements, limits);
  }
}
