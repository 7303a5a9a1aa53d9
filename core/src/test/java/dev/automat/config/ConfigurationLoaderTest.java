package dev.automat.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.document.DocumentException;
import dev.automat.identity.AuthSettings;
import dev.automat.identity.IssuerSettings;
import dev.automat.identity.Role;
import dev.automat.lifetime.LifetimeSettings;
import dev.automat.notify.NotifySettings;
import dev.automat.notify.SinkSettings;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.PluginFolders;
import dev.automat.plugin.PluginSettings;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TypeDescriptor;
import dev.automat.team.Member;
import dev.automat.team.TeamSource;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationLoaderTest {

  private static final InstalledPlugins PLUGINS =
      new InstalledPlugins(List.of(new PluginWithSettings()));

  @TempDir Path home;

  private Configuration embeddedDefault() {
    return new ConfigurationLoader(PLUGINS, home, Map.of()).load(Optional.empty(), List.of());
  }

  @Test
  void holdsEveryTeamAndOneLocalPlacementWithoutAFile() {
    Configuration configuration = embeddedDefault();

    assertEquals(Set.of(Teams.ANY), configuration.teams().keySet());
    assertEquals("local", configuration.placements().getFirst().cloud());
    assertEquals(home.resolve(".automat"), configuration.dataDirectory());
    assertEquals(home.resolve("modules"), configuration.catalogDirectory());
    assertEquals(8080, configuration.http().port());
    assertEquals(Duration.ofMinutes(10), configuration.engine().interval());
  }

  @Test
  void knowsWhereAServerListensWhateverElseIsWrong() throws IOException {
    Path file = home.resolve("automat.yaml");
    Files.writeString(file, "http: {port: 18080}\nengine: {slots: none}\nsurplus: 1\n");
    assertEquals(
        new Configuration.Address("127.0.0.1", 18080, false, Optional.empty()),
        loader(Map.of()).address(Optional.of(file)));
    assertEquals(
        new Configuration.Address("::1", 18081, false, Optional.empty()),
        loader(Map.of("AUTOMAT_HTTP_PORT", "18081", "AUTOMAT_HTTP_HOST", "::1"))
            .address(Optional.of(file)));
    assertEquals(
        new Configuration.Address("127.0.0.1", 8080, false, Optional.empty()),
        loader(Map.of()).address(Optional.empty()));
    Files.writeString(file, "http: {port: many}\n");
    DocumentException refused =
        assertThrows(DocumentException.class, () -> loader(Map.of()).address(Optional.of(file)));
    assertTrue(refused.complaints().getFirst().toString().contains("automat.yaml:1"));
  }

  @Test
  void theExampleSaysWhatHoldsWithoutAFile() throws IOException {
    Path copy = home.resolve("automat.yaml");
    Files.copy(repository().resolve("automat.example.yaml"), copy);

    assertEquals(embeddedDefault(), loader(Map.of()).load(Optional.of(copy), List.of()));
  }

  @Test
  void theExampleNamesEveryKey() throws IOException {
    String example = Files.readString(repository().resolve("automat.example.yaml"));
    ConfigurationForm form = new ConfigurationForm(new InstalledPlugins(List.of()));

    form.variables()
        .values()
        .forEach(
            scalar -> {
              String leaf = scalar.key().substring(scalar.key().lastIndexOf('.') + 1);
              assertTrue(example.contains(leaf + ":"), scalar.key());
            });
  }

  /** As the example has them: weekends, and the nights before. */
  @Test
  void quietHoursOfTheFileHoldWhatIsDueUntilTheyAreOver() throws IOException {
    String example = Files.readString(repository().resolve("automat.example.yaml"));
    String line =
        example
            .lines()
            .filter(each -> each.strip().startsWith("# quietHours:"))
            .findFirst()
            .orElseThrow();
    Path file = file("lifetime:\n" + line.replaceFirst("# ", "") + "\n");

    LifetimeSettings lifetime = loader(Map.of()).load(Optional.of(file), List.of()).lifetime();

    // A Friday in winter: 18:00 in Berlin is 17:00 UTC, and Monday 08:00 is 07:00.
    assertEquals(
        Instant.parse("2026-11-20T16:59:00Z"),
        lifetime.clear(Instant.parse("2026-11-20T16:59:00Z")));
    assertEquals(
        Instant.parse("2026-11-21T07:00:00Z"),
        lifetime.clear(Instant.parse("2026-11-20T17:00:00Z")));
    assertEquals(
        Instant.parse("2026-11-23T07:00:00Z"),
        lifetime.clear(Instant.parse("2026-11-23T06:59:59Z")),
        "what began on Sunday ends on Monday");
  }

  /** Files of secrets stand where the example has none. */
  @Test
  void theSinksOfTheExampleAreGood() throws IOException {
    String example = Files.readString(repository().resolve("automat.example.yaml"));
    String commented = example.substring(example.indexOf("# notify:"));
    String section =
        commented
            .substring(0, commented.indexOf("\n\n"))
            .lines()
            .map(line -> line.replaceFirst("^# ", ""))
            .collect(Collectors.joining("\n", "", "\n"))
            .replace("/run/secrets/", home + "/")
            .replace("allowedHosts: [", "allowedHosts: [ops.example.com, ");
    for (String name : List.of("hook", "slack", "mail", "ca.pem")) {
      Files.writeString(home.resolve(name), "x");
    }

    NotifySettings notices =
        loader(Map.of()).load(Optional.of(file(section)), List.of()).notices().orElseThrow();

    assertEquals(
        List.of("platform-hook", "chat", "mail", "evidence"),
        notices.sinks().stream().map(SinkSettings::name).toList());
    assertEquals(NotifySettings.LOG, notices.platform());
    assertEquals(Duration.ofHours(24), notices.giveUpAfter());
    assertEquals(NotifySettings.KEEP, notices.keep());
    assertEquals(
        List.of("evidence"),
        notices.sinks().stream().filter(SinkSettings::archive).map(SinkSettings::name).toList());
    assertEquals(Set.of(443), notices.egress().ports());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "platform: none | there is no sink none: name one of log",
        "giveUpAfter: 0s | is too short",
        "keep: 1d | is too short: give 7d or more",
        "platform: a, sinks: {a: {smtp: {host: h, from: a@b}, archive: true}} | a is an archive",
        "sinks: {a: {}} | give one of webhook, slack and smtp",
        "sinks: {a: {webhook: {url: \"http://x.example.com\", secretFile: absent}}} | is not https",
        "sinks: {a: {webhook: {url: \"https://x.example.com\", secretFile: absent}}} | absent can"
            + " not be read",
        "sinks: {a: {webhook: {url: \"https://x.example.com:22/\", secretFile: absent}}} | port 22",
        "sinks: {a: {smtp: {host: h, from: nobody}}} | nobody is no mail address",
        "sinks: {a: {smtp: {host: h, from: a@b, security: none}}} | none is for this machine alone",
        "sinks: {a: {smtp: {host: h, from: a@b, contacts: false}}} | nobody gets it",
        "sinks: {a: {smtp: {host: h, from: a@b, username: u}}} | username and passwordFile go"
            + " together",
      })
  void refusesNoticesThatCanNotArrive(String section, String complaint) throws IOException {
    Path file = file("notify: {" + section + "}\n");

    DocumentException refusal =
        assertThrows(
            DocumentException.class, () -> loader(Map.of()).load(Optional.of(file), List.of()));

    assertTrue(String.valueOf(refusal.getMessage()).contains(complaint), refusal::getMessage);
  }

  @Test
  void theIssuersOfTheExampleAreGood() throws IOException {
    String example = Files.readString(repository().resolve("automat.example.yaml"));
    String commented = example.substring(example.indexOf("  # issuers:"));
    String issuers =
        commented
            .substring(0, commented.indexOf("\n\n"))
            .lines()
            .map(line -> line.replaceFirst("^  # ", "  "))
            .collect(Collectors.joining("\n", "auth:\n", "\n"));

    AuthSettings auth = loader(Map.of()).load(Optional.of(file(issuers)), List.of()).auth();

    assertEquals(AuthSettings.Mode.OIDC, auth.mode());
    assertEquals(
        List.of("people", "github", "gitlab", "cluster"),
        auth.issuers().stream().map(IssuerSettings::name).toList());
    assertEquals(Set.of("RS256", "ES256"), auth.issuers().getFirst().algorithms());
  }

  private static Path repository() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("automat.example.yaml"))) {
      at = Optional.ofNullable(at.getParent()).orElseThrow();
    }
    return at;
  }

  @Test
  void readsWhatIsSaidOfPluginsWithoutKnowingAny() throws IOException {
    String digest = "sha256:" + "0".repeat(64);
    Path file = file("plugins: {pinned: {aws: '" + digest + "'}}\nprovisioners: {aws: {role: x}}");

    PluginSettings inFile = ConfigurationLoader.plugins(Optional.of(file), home, Map.of());
    PluginSettings inVariable =
        ConfigurationLoader.plugins(
            Optional.empty(),
            home,
            Map.of("AUTOMAT_PLUGINS_DIRECTORY", "elsewhere", "AUTOMAT_PROVISIONERS_AWS_ROLE", "x"));

    assertEquals(new PluginSettings(home.resolve("plugins"), Map.of("aws", digest)), inFile);
    assertEquals(new PluginSettings(home.resolve("elsewhere"), Map.of()), inVariable);
  }

  @Test
  void aPinThatIsNoDigestIsRefusedByItsName() throws IOException {
    Path file = file("plugins: {pinned: {aws: latest}}");

    DocumentException refused =
        assertThrows(
            DocumentException.class,
            () -> ConfigurationLoader.plugins(Optional.of(file), home, Map.of()));

    assertTrue(refused.toString().contains("/plugins/pinned/aws"), refused::toString);
  }

  @Test
  void whatNamesAPluginThatWasLeftOutStopsNothing() throws IOException {
    PluginSettings pinned =
        new PluginSettings(home.resolve("plugins"), Map.of("aws", "sha256:" + "0".repeat(64)));
    InstalledPlugins plugins = PluginFolders.load(pinned, Optional.empty());
    Path file =
        file(
            "provisioners: {aws: {role: x}}\n"
                + "placements: [{name: a, cloud: aws, account: b, region: c}]");
    Map<String, String> variables = Map.of("AUTOMAT_PROVISIONERS_AWS_ROLE", "y");

    Configuration configuration =
        new ConfigurationLoader(plugins, home, variables).load(Optional.of(file), List.of());

    assertEquals("aws", configuration.placements().getFirst().cloud());
    assertEquals(Map.of("role", "x"), configuration.provisioners().get("aws"));
  }

  @Test
  void relativePathsStartFromTheFile() throws IOException {
    Path directory = Files.createDirectories(home.resolve("platform"));
    Path file =
        Files.writeString(directory.resolve("a.yaml"), "dataDir: data\ncatalogDir: ../golden");

    Configuration configuration = loader(Map.of()).load(Optional.of(file), List.of());

    assertEquals(directory.resolve("data"), configuration.dataDirectory());
    assertEquals(home.resolve("golden"), configuration.catalogDirectory());
  }

  @Test
  void anOptionWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Path file = file("http: {port: 1, maxBodyBytes: 2048, drain: 1s}");
    ConfigurationLoader loader =
        loader(Map.of("AUTOMAT_HTTP_PORT", "2", "AUTOMAT_HTTP_MAX_BODY_BYTES", "4096"));

    Configuration.Http http =
        loader
            .load(Optional.of(file), List.of(new GivenSetting("http.port", "3", "--port")))
            .http();

    assertEquals(3, http.port());
    assertEquals(4096, http.maxBodyBytes());
    assertEquals(Duration.ofSeconds(1), http.drain());
  }

  @Test
  void aPluginsOwnValuesAreVariablesToo() {
    Configuration configuration =
        loader(Map.of("AUTOMAT_PROVISIONERS_LOCAL_SERVER_PORT", "5432"))
            .load(Optional.empty(), List.of());

    assertEquals(
        Map.of("server", Map.of("port", 5432L)), configuration.provisioners().get("local"));
  }

  @Test
  void anEmptyVariableIsNoVariable() {
    assertEquals(
        8080,
        loader(Map.of("AUTOMAT_HTTP_PORT", "")).load(Optional.empty(), List.of()).http().port());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          htpp: {port: 1}                              | automat.yaml:1:7  | http
          http: {prot: 1}                              | automat.yaml:1:14 | port
          http: {port: many}                           | automat.yaml:1:14 | /http/port
          http: {port: 70000}                          | automat.yaml:1:14 | 65535
          http: {host: 0.0.0.0}                        | automat.yaml:1:14 | auth.issuers
          auth: {mode: oidc}                           | automat.yaml:1:14 | auth.issuers
          auth: {mode: none}                           | automat.yaml:1:14 | open
          auth: {clockSkew: 2m}                        | automat.yaml:1:19 | 60s or less
          auth: {issuers: {local: {}}}                 | automat.yaml:1:   | local
          auth: {issuers: {a: {url: 'http://b', audience: c}}}                      | automat.yaml:1:27 | https
          auth: {issuers: {a: {url: 'https://b', audience: c, algorithms: [HS256]}}} | automat.yaml:1:   | RS256
          auth: {issuers: {a: {url: 'https://b', audience: c, algorithms: [none]}}} | automat.yaml:1:   | RS256
          auth: {mode: open, issuers: {a: {url: 'https://b', audience: c}}}         | automat.yaml:1:14 | remove one
          auth: {issuers: {a: {url: 'https://b', audience: c, grants: [{role: member}]}}} | automat.yaml:1:   | say in which
          auth: {issuers: {a: {url: 'https://b', audience: c, grants: [{role: auditor, team: x}]}}} | automat.yaml:1:   | remove team
          auth: {issuers: {a: {url: 'https://b', audience: c, grants: [{role: auditor, when: claims.sbu == 'x'}]}}} | automat.yaml:1:   | claims.sub
          http: {host: 0.0.0.0, publicHosts: [a.b]}    | automat.yaml:1:14 | http.tls.certificate
          http: {host: 0.0.0.0, behindProxy: true}     | automat.yaml:1:  | /http/publicHosts
          http: {tls: {certificate: a}}                | automat.yaml:1:13 | key
          http: {tls: {certificate: a, key: b}, behindProxy: true} | automat.yaml:1:  | http.tls too
          secrets: {key: x}                            | automat.yaml:1:16 | AUTOMAT_SECRETS_KEY
          http: {requestTimeout: soon}                 | automat.yaml:1:24 | /http/requestTimeout
          http: {requestTimeout: 0s}                   | automat.yaml:1:24 | too short
          engine: {slots: 0}                           | automat.yaml:1:17 | 1 or more
          engine: {interval: 0s}                       | automat.yaml:1:20 | too short
          engine: {lease: 74s}                         | automat.yaml:1:17 | 75s or more
          store: {url: 'jdbc:oracle:x'}                | automat.yaml:1:14 | /store/url
          store: {url: 'jdbc:postgresql://h/db'}       | automat.yaml:1:1  | keyFile
          teams: {Payments: {}}                        | automat.yaml:1:   | /teams/Payments
          teams: {payments: {onwer: me}}               | automat.yaml:1:27 | owner
          placements: []                               | automat.yaml:1:13 | /placements
          provisioners: {aws: {}}                      | automat.yaml:1:   | no such provisioner
          provisioners: {local: {sever: {}}}           | automat.yaml:1:31 | server
          http: {port: 1, port: 2}                     | automat.yaml:1:17 | port
          '[a, b]'                                     | automat.yaml:1:1  | map
          """)
  void refusesWhatItDoesNotKnow(String text, String place, String word) throws IOException {
    Path file = file(text);

    DocumentException refused =
        assertThrows(
            DocumentException.class, () -> loader(Map.of()).load(Optional.of(file), List.of()));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(place), message);
    assertTrue(message.contains(word), message);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTOMAT_HTTP_PROT, 1, AUTOMAT_HTTP_PORT",
    "AUTOMAT_HTTP_PORT, many, AUTOMAT_HTTP_PORT",
    "AUTOMAT_HTTP_HOST, 192.168.0.1, AUTOMAT_HTTP_HOST",
    "AUTOMAT_ENGINE_SLOTS, -1, AUTOMAT_ENGINE_SLOTS",
    "AUTOMAT_DATADIR, x, AUTOMAT_DATA_DIR",
  })
  void namesTheVariableThatIsWrong(String name, String value, String named) {
    DocumentException refused =
        assertThrows(
            DocumentException.class,
            () -> loader(Map.of(name, value)).load(Optional.empty(), List.of()));

    assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.getMessage());
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() throws IOException {
    Path file = file("http: {port: many, hots: x}\nengine: {slots: 0}");

    DocumentException refused =
        assertThrows(
            DocumentException.class,
            () -> loader(Map.of("AUTOMAT_WHATEVER", "1")).load(Optional.of(file), List.of()));

    assertEquals(4, refused.complaints().size(), refused.getMessage());
  }

  @Test
  void refusesAPlacementOnAPluginThatIsNotInstalled() throws IOException {
    Path file =
        file(
            """
            placements:
              - {name: far, match: {environment: prod}, cloud: lcoal, account: a, region: r}
              - {name: far, cloud: local, account: a, region: r}
            """);

    DocumentException refused =
        assertThrows(
            DocumentException.class, () -> loader(Map.of()).load(Optional.of(file), List.of()));

    assertEquals(2, refused.complaints().size(), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("lcoal"), refused.getMessage());
  }

  @Test
  void aNamedFileThatIsNotThereIsAnError() {
    DocumentException refused =
        assertThrows(
            DocumentException.class,
            () -> loader(Map.of()).load(Optional.of(home.resolve("no.yaml")), List.of()));

    assertTrue(String.valueOf(refused.getMessage()).contains("no such file"), refused.getMessage());
  }

  @Test
  void findsTheFileInTheOrderOfWhoSaysSoMostPlainly() throws IOException {
    Path here = file("{}");
    Path named = home.resolve("named.yaml");

    assertEquals(Optional.empty(), loader(Map.of()).find(Optional.empty(), home.resolve("x")));
    assertEquals(Optional.of(here), loader(Map.of()).find(Optional.empty(), home));
    assertEquals(
        Optional.of(home.resolve("v.yaml")),
        loader(Map.of("AUTOMAT_CONFIG", "v.yaml")).find(Optional.empty(), home));
    assertEquals(
        Optional.of(named),
        loader(Map.of("AUTOMAT_CONFIG", "v.yaml")).find(Optional.of(named), home));
  }

  @Test
  void teamsAreReadWithTheirMembersAndTheFileTheyAreSyncedFrom() throws IOException {
    Path file =
        file(
            """
            teams:
              shop: {owner: o, members: [{group: 'corp:shop', role: member}], allowedPlacements: [default]}
            placements: [{name: default, cloud: local, account: default, region: local}]
            teamSync: {file: teams.yaml, issuer: corp}
            """);
    Configuration configuration = loader(Map.of()).load(Optional.of(file), List.of());
    TeamSpec shop = Teams.configured(configuration.teams()).find("shop").orElseThrow();
    assertEquals(List.of(Member.group("corp:shop", Role.MEMBER)), shop.members());
    assertEquals(
        Optional.of(
            new TeamSource("file", home.resolve("teams.yaml"), Duration.ofMinutes(1), "corp")),
        configuration.teamSync());
  }

  @Test
  void whatIsWrongWithATeamIsNamedWithItsPlace() throws IOException {
    Path file =
        file(
            """
            teams:
              '*': {members: [{group: 'corp:all', role: member}]}
              shop: {allowedPlacements: [defolt], members: [{role: member}]}
            teamSync: {file: t.yaml, every: 10ms}
            """);
    String refusal =
        assertThrows(
                DocumentException.class, () -> loader(Map.of()).load(Optional.of(file), List.of()))
            .getMessage();
    assertTrue(
        refusal.contains("automat.yaml:2:18: /teams/*/members: nobody is in every"), refusal);
    assertTrue(refusal.contains("no placement rule defolt: did you mean \"default\"?"), refusal);
    assertTrue(refusal.contains("/teams/shop/members/0: names nobody"), refusal);
    assertTrue(refusal.contains("/teamSync/every: is too short"), refusal);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(home.resolve("automat.yaml"), text);
  }

  private ConfigurationLoader loader(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PATH", "/bin");
    environment.put("AUTOMAT_HOME", "/somewhere");
    return new ConfigurationLoader(PLUGINS, home, environment);
  }

  /** A plugin named local that takes one number. */
  private static final class PluginWithSettings implements ProvisionerPlugin {
    @Override
    public String name() {
      return "local";
    }

    @Override
    public String configurationSchema() {
      return """
      {"type": "object", "additionalProperties": false, "properties": {
        "server": {"type": "object", "additionalProperties": false,
                   "properties": {"port": {"type": "integer"}}}}}
      """;
    }

    @Override
    public List<TypeDescriptor> types() {
      return List.of();
    }

    @Override
    public Provisioner open(PluginContext context) {
      throw new IllegalStateException("configuration opens nothing");
    }
  }
}
