package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Status;
import dev.automat.resource.Times;
import dev.automat.resource.Violation;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveChecksTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final LiveChecks checks = new LiveChecks(Requests.CATALOG, FakePlugins.local());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `Database` | `{environment: dev}` | `{environment: dev, size: medium, purpose: other}` | ``
          `Database` | `{environment: dev}` | `{environment: staging, lifetime: 14d}` | `immutable /spec/environment environment is dev and can not be changed to staging`
          `Database` | `{environment: dev}` | `{environment: dev, inputs: {storageGiB: 25}}` | ``
          `Database` | `{environment: dev, inputs: {storageGiB: 25}}` | `{environment: dev}` | `grow-only /spec/inputs/storageGiB storageGiB is 25 and can only become larger; size small has 10`
          `Database` | `{environment: dev, size: medium}` | `{environment: dev, size: small}` | `grow-only /spec/size storageGiB is 50 and can only become larger; size small has 10`
          `Database` | `{environment: dev}` | `{environment: dev, inputs: {engineVersion: "17"}}` | `immutable /spec/inputs/engineVersion engineVersion is 18 and can not be changed`
          `Queue`    | `{environment: dev}` | `{environment: dev, inputs: {delaySeconds: 5}}` | ``
          `Queue`    | `{environment: dev}` | `{environment: dev, module: fifo}` | `immutable /spec/module module is standard and can not be changed to fifo`
          """)
  void refusesWhatCanNotChange(String kind, String before, String after, String expected) {
    Resource current = resource(kind, before);

    List<Violation> violations =
        checks.check(
            Requests.spec(after), plan(kind, after), Optional.of(current), NOW.plusSeconds(60));

    assertEquals(
        expected,
        violations.stream()
            .map(each -> each.rule() + " " + each.pointer() + " " + each.message())
            .collect(Collectors.joining("; ")));
  }

  @Test
  void refusesWhatWouldReplaceAndNamesTheWayOut() {
    Resource current = resource("Database", "{environment: dev}");
    Plan other = withSetting(current.plan(), "engineVersion", "17");

    Violation violation =
        checks
            .check(Requests.spec("{environment: dev}"), other, Optional.of(current), NOW)
            .getFirst();

    assertEquals("would-replace", violation.rule());
    assertEquals("/spec", violation.pointer());
    assertEquals(
        "local/postgres can not change engineVersion from 18 to 17 in place", violation.message());
    assertEquals(
        "set it back, or make a new one under another name, or delete this one first; what it holds"
            + " is lost with it, so copy that before",
        violation.fix());
  }

  @Test
  void refusesToMoveWhatExists() {
    Admission elsewhere =
        new Admission(
            Requests.CATALOG,
            Requests.TEAMS,
            List.of(new PlacementRule("new", Map.of(), "local", "default", "other")));
    Resource current = resource("Database", "{environment: dev}");
    Verdict.Admitted moved =
        (Verdict.Admitted) elsewhere.admit(Requests.database("{environment: dev, size: medium}"));

    List<Violation> unnamed =
        checks.check(
            Requests.spec("{environment: dev, size: medium}"),
            moved.plan(),
            Optional.of(current),
            NOW);
    List<Violation> named =
        checks.check(
            Requests.spec("{environment: dev, region: other}"),
            moved.plan(),
            Optional.of(current),
            NOW);

    assertEquals("placement-moved", unnamed.getFirst().rule());
    assertEquals(1, unnamed.size());
    assertEquals("/spec/region", named.getFirst().pointer());
    assertEquals("immutable", named.getFirst().rule());
  }

  @Test
  void judgesAnEndFromTheCreation() {
    Resource current = resource("Database", "{environment: dev}");
    Instant later = NOW.plus(Duration.ofDays(10));

    assertEquals("", expiry("{environment: dev, lifetime: 30d}", current, later));
    assertEquals(
        "expires-in-the-past /spec/lifetime",
        expiry("{environment: dev, lifetime: 9d}", current, later));
    assertEquals(
        "expires-in-the-past /spec/expiresAt",
        expiry("{environment: dev, expiresAt: '2026-11-30T00:00:00Z'}", current, later));
    assertEquals(
        "", expiry("{environment: dev, expiresAt: '2026-12-21T10:00:00Z'}", current, later));
    assertEquals(
        "max-lifetime /spec/expiresAt",
        expiry("{environment: dev, expiresAt: '2026-12-21T10:00:01Z'}", current, later));
    assertEquals(
        "",
        expiry("{environment: dev, size: medium}", current, NOW.plus(Duration.ofDays(100))),
        "an unchanged lifetime is not judged again");
  }

  @Test
  void judgesANamedEndOfWhatIsNew() {
    assertEquals(
        "expires-in-the-past /spec/expiresAt",
        expiryOfNew("{environment: dev, expiresAt: '2026-11-21T10:00:00Z'}"));
    assertEquals(
        "max-lifetime /spec/expiresAt",
        expiryOfNew("{environment: dev, expiresAt: '2027-11-21T10:00:00Z'}"));
    assertEquals("", expiryOfNew("{environment: staging, expiresAt: '2027-11-21T10:00:00Z'}"));
  }

  @Test
  void lifetimesBecomeInstants() {
    assertEquals(
        Optional.of(NOW.plus(Duration.ofDays(14))),
        Expiry.of(plan("Database", "{environment: dev}"), NOW));
    assertEquals(Optional.empty(), Expiry.of(plan("Database", "{environment: prod}"), NOW));
    assertEquals(
        Optional.of(Instant.parse("2026-12-01T00:00:00Z")),
        Expiry.of(plan("Database", "{environment: dev, expiresAt: '2026-12-01T00:00:00Z'}"), NOW));
  }

  private String expiryOfNew(String spec) {
    return said(checks.check(Requests.spec(spec), plan("Database", spec), Optional.empty(), NOW));
  }

  private String expiry(String spec, Resource current, Instant now) {
    return said(
        checks.check(Requests.spec(spec), plan("Database", spec), Optional.of(current), now));
  }

  private static String said(List<Violation> violations) {
    return violations.stream()
        .map(each -> each.rule() + " " + each.pointer())
        .collect(Collectors.joining("; "));
  }

  private static Plan plan(String kind, String spec) {
    return Requests.plan(
        new AdmissionRequest("payments", kind, "orders", Map.of(), Requests.spec(spec)));
  }

  private static Plan withSetting(Plan plan, String key, Object value) {
    Map<String, Object> settings = new LinkedHashMap<>(plan.settings());
    settings.put(key, value);
    return new Plan(
        plan.digest(),
        plan.module(),
        plan.moduleDigest(),
        plan.type(),
        plan.placement(),
        plan.inputs(),
        plan.origins(),
        settings,
        plan.drift(),
        plan.tags(),
        plan.lifetime(),
        plan.maxLifetime(),
        plan.expiresAt(),
        plan.deletionProtection(),
        plan.onMissing(),
        plan.stateful(),
        plan.notes(),
        plan.links(),
        plan.policy(),
        plan.cost());
  }

  private static Resource resource(String kind, String spec) {
    return new Resource(
        "m4q7zt2hcx5kd3wbn6ra",
        new ResourceKey("payments", kind, "orders"),
        1,
        Map.of(),
        Requests.spec(spec),
        plan(kind, spec),
        new Origin("ann", "test", Optional.empty()),
        "ann",
        new Times(NOW, NOW, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        Want.PRESENT,
        Phase.Ready,
        Status.initial("orders"),
        Work.none(),
        new Lease(0, NOW, NOW, false),
        false,
        Optional.empty(),
        0);
  }
}
