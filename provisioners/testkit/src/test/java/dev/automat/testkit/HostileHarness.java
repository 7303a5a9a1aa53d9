package dev.automat.testkit;

import dev.automat.spi.Desired;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.HostileCloud.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Leads the conformance kit to a {@link HostileCloud}, on simulated time. */
class HostileHarness implements ConformanceHarness {

  private static final String ACCOUNT = "account";
  private static final String REGION = "region";
  private static final String INSTALLATION = "inst";

  private final SimulatedClock clock = new SimulatedClock();
  private final HostileCloud cloud;
  private final ProvisionerPlugin plugin;

  HostileHarness(Faults faults, Function<HostileCloud, ProvisionerPlugin> plugin) {
    this.cloud = new HostileCloud(faults, new SplittableRandom(42), clock);
    this.plugin = plugin.apply(cloud);
  }

  @Override
  public ProvisionerPlugin plugin() {
    return plugin;
  }

  @Override
  public PluginContext context() {
    return new PluginContext(INSTALLATION, Map.of(), Path.of("unused"), clock);
  }

  @Override
  public Scope scope(String type) {
    return new Scope(ACCOUNT, REGION, INSTALLATION);
  }

  @Override
  public Map<String, Object> sampleSettings(String type) {
    return switch (kind(type)) {
      case DATABASE ->
          Map.of(
              "class",
              "Small",
              "storageGiB",
              10L,
              "engineVersion",
              "17",
              "zone",
              "b",
              "backupDays",
              2L);
      case QUEUE, DEAD_LETTER_QUEUE ->
          Map.of("retentionDays", 4L, "visibilitySeconds", 30L, "deadLetterQueue", true);
    };
  }

  @Override
  public Map<String, Object> changedSettings(String type) {
    return switch (kind(type)) {
      case DATABASE -> Map.of("class", "Large", "storageGiB", 20L, "backupDays", 5L);
      case QUEUE, DEAD_LETTER_QUEUE ->
          Map.of("retentionDays", 7L, "visibilitySeconds", 60L, "deadLetterQueue", false);
    };
  }

  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    if (key.equals("deadLetterQueue")) {
      cloud.saboteur().deleteChildren(ref.uid());
    } else {
      cloud.saboteur().drift(ref.uid(), key, value);
    }
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    cloud.saboteur().retag(ref.uid(), tags);
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    ResourceRef ref = inItsWay.ref();
    String id =
        cloud
            .saboteur()
            .plant(new Place(ACCOUNT, REGION), kind(ref.type()), ref.externalName(), tags);
    return new ResourceRef(ref.type(), ref.uid(), ref.externalName(), ref.scope(), Optional.of(id));
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return cloud.standing(ref.externalName()).toString();
  }

  @Override
  public List<String> leftovers(String uid) {
    return cloud.leaks(known -> !known.equals(uid)).stream().map(Object::toString).toList();
  }

  @Override
  public void disrupt(Disruption disruption) {
    cloud.saboteur().trouble(trouble(disruption), ACCOUNT, true);
  }

  @Override
  public void restore() {
    for (Trouble trouble : Trouble.values()) {
      cloud.saboteur().trouble(trouble, ACCOUNT, false);
    }
  }

  @Override
  public int crowd() {
    return 120;
  }

  @Override
  public Duration patience() {
    return Duration.ofHours(1);
  }

  @Override
  public void letTimePass(Duration duration) {
    clock.advance(duration);
  }

  private static Trouble trouble(Disruption disruption) {
    return switch (disruption) {
      case UNREACHABLE -> Trouble.UNREACHABLE;
      case THROTTLED -> Trouble.THROTTLED;
      case HANGING -> Trouble.HANGING;
    };
  }

  private static Kind kind(String type) {
    return type.endsWith("/database") ? Kind.DATABASE : Kind.QUEUE;
  }
}
