package dev.automat.api.identity;

import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.identity.Caller;
import dev.automat.identity.Memberships;
import dev.automat.identity.Permission;
import dev.automat.identity.Role;
import java.util.Arrays;
import java.util.List;

/** What those hear who may not. */
public final class Refusals {

  private static final String WHO_AM_I = "GET /v1/whoami (automat whoami) shows your roles";

  private Refusals() {}

  /**
   * The same for a team that does not exist and for one that the caller may not see, so that nobody
   * learns which of the two it is.
   */
  public static Problem noSuchTeam(String team) {
    return Problem.of(
        ProblemCode.NOT_FOUND,
        "there is no team " + team + ", or you have no role in it",
        "check the spelling; " + WHO_AM_I);
  }

  /** For those who would see the team: nobody has made it yet. */
  public static Problem noDocument(String team) {
    return Problem.of(
        ProblemCode.NOT_FOUND,
        "there is no document of a team " + team,
        "check the spelling, or have a platform-admin make it: PUT /v1/teams/" + team);
  }

  /** They may see the team, and not do this. */
  public static Problem lacks(
      Caller caller, Permission permission, String team, Memberships members) {
    List<String> admins = members.admins(team);
    return Problem.of(
        ProblemCode.FORBIDDEN,
        caller.actor()
            + " lacks the permission "
            + permission.text()
            + " in the team "
            + team
            + ", which "
            + rolesWith(permission)
            + " has",
        admins.isEmpty()
            ? "ask an administrator of the team; " + WHO_AM_I
            : "ask an administrator of the team: " + String.join(", ", admins));
  }

  /** They may not do this to the platform. */
  public static Problem lacks(Caller caller, Permission permission) {
    return Problem.of(
        ProblemCode.FORBIDDEN,
        caller.actor()
            + " lacks the permission "
            + permission.text()
            + ", which "
            + rolesWith(permission)
            + " has",
        "ask whoever runs this platform; " + WHO_AM_I);
  }

  /** The least role of a team first. */
  private static String rolesWith(Permission permission) {
    return String.join(
        " or ",
        Arrays.stream(Role.values()).filter(role -> role.may(permission)).map(Role::text).toList());
  }
}
