package dev.automat.api;

import dev.automat.api.identity.Authentication;
import dev.automat.config.GivenSetting;
import dev.automat.identity.Caller;
import dev.automat.identity.Identity;
import dev.automat.identity.Memberships;
import dev.automat.identity.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server to which callers say themselves who they are, and that knows what teams say of them. */
final class TeamServer implements AutoCloseable {

  private static final String NAME = "test-caller";

  static final String CONFIGURATION =
      """
      teams:
        payments: {owner: payments-team, costCenter: cc-1234, members: [{subject: 'corp:pat', role: team-admin}]}
      placements:
        - {name: vault, match: {dataClassification: restricted}, cloud: toy, account: vault, region: here}
        - {name: default, match: {}, cloud: toy, account: default, region: here}
      """;

  private final RunningServer server;

  TeamServer(Path home, GivenSetting... more) {
    this(home, new ToyCloud(), more);
  }

  TeamServer(Path home, ToyCloud cloud, GivenSetting... more) {
    Path file = home.resolve("automat.yaml");
    try {
      Files.writeString(file, CONFIGURATION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<GivenSetting> settings = new ArrayList<>(List.of(more));
    if (settings.stream().noneMatch(setting -> setting.key().equals("catalogDir"))) {
      settings.add(
          new GivenSetting(
              "catalogDir",
              RunningServer.configurationFile().resolveSibling("modules").toString(),
              "test"));
    }
    server =
        new RunningServer(
            RunningServer.configuration(home, file, settings.toArray(GivenSetting[]::new)),
            cloud,
            TeamServer::byTheirWord);
  }

  /** Who names nobody works on this machine; {@code root} is a platform-admin, and no more. */
  private static Authentication byTheirWord(Memberships memberships) {
    return call ->
        call.header(NAME).map(name -> callerNamed(name, memberships)).orElseGet(Caller::local);
  }

  private static Caller callerNamed(String name, Memberships memberships) {
    Identity identity =
        new Identity("corp", name, name, Set.of(name + "s"), Map.of(), Optional.empty());
    Set<Role> platform =
        name.equals("root") ? EnumSet.of(Role.PLATFORM_ADMIN) : EnumSet.noneOf(Role.class);
    return new Caller(identity, platform, memberships.of(identity), Optional.empty());
  }

  /** A request of somebody. */
  Ask as(String caller, String method, String path) {
    return server.ask(method, path).header(NAME, caller);
  }

  /** Makes a team of which these are the administrators. */
  void make(String team, String... admins) {
    StringBuilder members = new StringBuilder();
    for (String admin : admins) {
      members
          .append(members.isEmpty() ? "" : ", ")
          .append("{\"subject\": \"corp:" + admin + "\", \"role\": \"team-admin\"}");
    }
    Ask.Told told =
        as("root", "PUT", "/v1/teams/" + team)
            .json(
                "{\"spec\": {\"owner\": \"%s-owner\", \"costCenter\": \"cc-%s\", \"members\": [%s]}}"
                    .formatted(team, team, members))
            .send();
    if (told.status() != 201) {
      throw new AssertionError(told);
    }
  }

  RunningServer running() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
