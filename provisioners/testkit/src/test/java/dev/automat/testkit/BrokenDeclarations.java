package dev.automat.testkit;

import static dev.automat.testkit.Breakage.ofDescriptor;
import static dev.automat.testkit.Breakage.ofOpening;

import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.testkit.HostileCloud.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Plugins that say of themselves what is not so, or open and close as they must not. */
final class BrokenDeclarations {

  private BrokenDeclarations() {}

  static List<Breakage> all() {
    AtomicInteger calls = new AtomicInteger();
    return List.of(
        ofDescriptor(
            "types are different at every call",
            sound -> withSettleTime(sound, Duration.ofSeconds(calls.incrementAndGet())),
            "declaresTheSameTypesAtEveryCall"),
        ofDescriptor(
            "the schema is open",
            sound -> withSchema(sound, "\"additionalProperties\": false", "\"title\": \"open\""),
            "declaresAClosedSchemaThatDescribesEverySetting"),
        ofDescriptor(
            "the schema is not a schema",
            sound -> withSchema(sound, "\"type\": \"integer\"", "\"type\": \"number of days\""),
            "declaresAClosedSchemaThatDescribesEverySetting",
            "harnessSamplesAreValidAndLeaveNoChangeUntested"),
        ofDescriptor(
            "a setting is not described",
            sound -> withSchema(sound, "\"description\"", "\"title\""),
            "declaresAClosedSchemaThatDescribesEverySetting"),
        ofDescriptor(
            "a mark names no setting",
            BrokenDeclarations::withUnknownMark,
            "marksOnlySettingsOfItsSchema"),
        ofDescriptor(
            "an output is declared and not there",
            BrokenDeclarations::withMissingOutput,
            "createsWhatWasAskedForAndShowsIt"),
        ofOpening(
            "opening calls the cloud",
            BrokenDeclarations::openCallingTheCloud,
            "opensWithinASecondAndWithoutItsCloud"),
        ofOpening(
            "a second close fails",
            (types, cloud) -> new ClosedOnce(types, new AtomicBoolean()),
            "closingTwiceIsClosingOnce"));
  }

  private record ClosedOnce(Map<String, ResourceType> types, AtomicBoolean closed)
      implements Provisioner {

    @Override
    public void close() {
      if (closed.getAndSet(true)) {
        throw new IllegalStateException("closed already");
      }
    }
  }

  private static Provisioner openCallingTheCloud(
      Map<String, ResourceType> types, HostileCloud cloud) {
    cloud.list(new Place("account", "region"), Kind.QUEUE, "tag", "value", Optional.empty());
    return () -> types;
  }

  private static TypeDescriptor withSettleTime(TypeDescriptor sound, Duration settleTime) {
    return copy(sound, sound.settingsSchema(), sound.changes(), sound.outputs(), settleTime);
  }

  private static TypeDescriptor withSchema(TypeDescriptor sound, String text, String instead) {
    return copy(
        sound,
        sound.settingsSchema().replace(text, instead),
        sound.changes(),
        sound.outputs(),
        sound.settleTime());
  }

  private static TypeDescriptor withUnknownMark(TypeDescriptor sound) {
    Map<String, Change> changes = new HashMap<>(sound.changes());
    changes.put("storageGB", Change.GROW_ONLY);
    return copy(sound, sound.settingsSchema(), changes, sound.outputs(), sound.settleTime());
  }

  private static TypeDescriptor withMissingOutput(TypeDescriptor sound) {
    List<String> outputs = new ArrayList<>(sound.outputs());
    outputs.add("readerHost");
    return copy(sound, sound.settingsSchema(), sound.changes(), outputs, sound.settleTime());
  }

  private static TypeDescriptor copy(
      TypeDescriptor sound,
      String schema,
      Map<String, Change> changes,
      List<String> outputs,
      Duration settleTime) {
    return new TypeDescriptor(
        sound.type(),
        schema,
        changes,
        sound.naming(),
        sound.listDepth(),
        sound.credentials(),
        outputs,
        settleTime,
        sound.typicalCreate(),
        sound.rateLimit());
  }
}
