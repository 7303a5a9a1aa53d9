package dev.automat.api;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.identity.Caller;
import dev.automat.identity.Identity;
import dev.automat.identity.Permission;
import dev.automat.identity.Permission.Scope;
import dev.automat.identity.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may do what, of the contract and the roles: for the page, and for the test of every cell. */
final class PermissionMatrix {

  /** The team that callers of the matrix are in, and one that they are not in. */
  static final String OWN = "payments";

  static final String OTHER = "search";

  private PermissionMatrix() {}

  /** What becomes of a call. */
  enum Cell {
    /** It reaches the handler. */
    YES("yes"),
    /** It reaches the handler, which shows the teams of the caller alone. */
    OWN_TEAMS("own teams"),
    UNAUTHENTICATED("401"),
    FORBIDDEN("403"),
    HIDDEN("404");

    final String text;

    Cell(String text) {
      this.text = text;
    }
  }

  /** Somebody to ask as. */
  record Somebody(String name, Optional<Role> role, boolean known) {

    static List<Somebody> all() {
      return Stream.concat(
              Arrays.stream(Role.values())
                  .map(role -> new Somebody(role.text(), Optional.of(role), true)),
              Stream.of(
                  new Somebody("no role", Optional.empty(), true),
                  new Somebody("no token", Optional.empty(), false)))
          .toList();
    }

    private Caller caller() {
      Identity identity = new Identity("test", name, name, Set.of(), Map.of(), Optional.empty());
      boolean team = role.filter(Role::isOfTeam).isPresent();
      return new Caller(
          identity,
          team ? Set.of() : role.map(Set::of).orElse(Set.of()),
          team ? Map.of(OWN, role.orElseThrow()) : Map.of(),
          Optional.empty());
    }
  }

  /** By permissions and roles alone: what the door does is compared with this. */
  static Cell expected(Operation operation, Somebody somebody, String team) {
    Permission permission = operation.permission();
    if (permission.scope() == Scope.NOBODY) {
      return Cell.YES;
    }
    if (!somebody.known()) {
      return Cell.UNAUTHENTICATED;
    }
    Caller caller = somebody.caller();
    return switch (permission.scope()) {
      case NOBODY, ANYBODY -> Cell.YES;
      case PLATFORM -> caller.may(permission) ? Cell.YES : Cell.FORBIDDEN;
      case TEAM -> {
        if (!isInTeam(operation)) {
          yield caller.may(permission) ? Cell.YES : Cell.OWN_TEAMS;
        }
        yield caller.may(permission, team)
            ? Cell.YES
            : caller.may(Permission.TEAM_READ, team) ? Cell.FORBIDDEN : Cell.HIDDEN;
      }
    };
  }

  static boolean isInTeam(Operation operation) {
    return operation.path().parameters().contains("team");
  }

  /** The page. */
  static String page(Contract contract) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "# Who may do what",
                "Generated from the contract (`x-automat-permission`) and the roles; a test"
                    + " compares it, and another one tries every cell of it over HTTP.",
                "",
                "`yes`: the request is carried out. `own teams`: it shows what belongs to teams in"
                    + " which the caller has the permission, and nothing else.",
                "`403`: refused, with the permission that lacks and whom to ask. `404`: the very"
                    + " answer that a team gets that does not exist. `401`: no token.",
                "Somebody with several roles may what any of them may.",
                "",
                "## Roles",
                "| role | where | permissions |",
                "|---|---|---|"));
    for (Role role : Role.values()) {
      lines.add(
          "| %s | %s | %s |"
              .formatted(
                  role.text(),
                  role.isOfTeam() ? "in a team" : "on the platform, and in every team",
                  permissions(role)));
    }
    lines.addAll(table("In a team of one's own", contract, OWN, true));
    lines.addAll(table("In another team", contract, OTHER, true));
    lines.addAll(table("Without a team in the path", contract, OWN, false));
    return String.join("\n", lines) + "\n";
  }

  private static String permissions(Role role) {
    return Arrays.stream(Permission.values())
        .filter(each -> each.scope() == Scope.TEAM || each.scope() == Scope.PLATFORM)
        .filter(role::may)
        .map(each -> "`" + each.text() + "`")
        .collect(Collectors.joining(" "));
  }

  private static List<String> table(String title, Contract contract, String team, boolean inTeam) {
    List<String> lines = new ArrayList<>(List.of("", "## " + title));
    lines.add(
        "| operation | needs | "
            + Somebody.all().stream().map(Somebody::name).collect(Collectors.joining(" | "))
            + " |");
    lines.add("|---|---|" + "---|".repeat(Somebody.all().size()));
    contract.operations().stream()
        .filter(operation -> isInTeam(operation) == inTeam)
        .sorted(Comparator.comparing((Operation each) -> each.path().text()))
        .forEach(
            operation ->
                lines.add(
                    "| `%s %s` | `%s` | %s |"
                        .formatted(
                            operation.method(),
                            operation.path().text(),
                            operation.permission().text(),
                            Somebody.all().stream()
                                .map(each -> expected(operation, each, team).text)
                                .collect(Collectors.joining(" | ")))));
    return lines;
  }
}
