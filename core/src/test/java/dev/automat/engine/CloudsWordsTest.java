package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Law 10: what the cloud says of a resource reaches people, and each of its words once. */
class CloudsWordsTest {

  private static final String PENDING = "Changes wait for the maintenance window: {iops=3000}";

  private final Speaking type = new Speaking();
  private final Workbench bench = new Workbench(type.plugin());

  /** Shows what was asked for, in the state and with the words that the test sets. */
  private static final class Speaking extends ScriptedType {
    Observation.State state = Observation.State.AVAILABLE;
    String says = "";
    Map<String, Object> drift = Map.of();
    boolean throttled;
    private Optional<Desired> made = Optional.empty();

    @Override
    public Observation observe(ResourceRef ref) {
      if (throttled) {
        throw new ProvisionerException(ErrorCode.THROTTLED, "Rate exceeded", "nothing");
      }
      return made.<Observation>map(this::shown).orElseGet(Observation.Absent::new);
    }

    private Present shown(Desired desired) {
      Present plain = Fixtures.present(desired.settings(), desired.tags());
      return new Present(
          plain.cloudId(),
          state,
          says,
          drift.isEmpty() ? plain.settings() : drift,
          plain.tags(),
          plain.outputs(),
          plain.parts());
    }

    @Override
    public Outcome create(Desired desired) {
      creates++;
      made = Optional.of(desired);
      return state == Observation.State.AVAILABLE
          ? new Outcome.Finished(shown(desired))
          : new Outcome.Working(Optional.of("id-1"), says, Duration.ofSeconds(1));
    }
  }

  private Condition ready() {
    return bench.condition(UID, Type.Ready);
  }

  /** What the timeline has of the cloud's words, oldest first. */
  private List<String> told() {
    return bench.store.events(UID, 0, 1000).stream()
        .filter(event -> event.reason().equals("CloudSays"))
        .map(Event::message)
        .toList();
  }

  @Test
  void saysBesideReadyWhatTheCloudSaysOfWhatIsInSync() {
    bench.made(Sample.resource().of(ScriptedType.TYPE));
    type.says = PENDING;
    bench.look(UID);
    assertEquals(State.True, ready().status());
    assertEquals(PENDING, ready().message());
  }

  @Test
  void tellsItOnceHoweverOftenItIsLookedAt() {
    bench.made(Sample.resource().of(ScriptedType.TYPE));
    type.says = PENDING;
    bench.look(UID);
    Condition first = ready();
    bench.settle(Duration.ofDays(3));
    assertEquals(first, ready());
    assertEquals(List.of(PENDING), told());
  }

  @Test
  void takesTheWordsAwayWhenTheCloudHasNoMore() {
    bench.made(Sample.resource().of(ScriptedType.TYPE));
    type.says = PENDING;
    bench.look(UID);
    type.says = "";
    bench.look(UID);
    assertEquals("", ready().message());
    assertEquals(List.of(PENDING), told());
  }

  @Test
  void tellsItAgainWhenItComesBack() {
    bench.made(Sample.resource().of(ScriptedType.TYPE));
    for (String words : List.of(PENDING, "", PENDING)) {
      type.says = words;
      bench.look(UID);
    }
    assertEquals(List.of(PENDING, PENDING), told());
  }

  @Test
  void tellsItOfWhatIsReadyForTheFirstTimeAfterSayingSo() {
    type.says = PENDING;
    bench.made(Sample.resource().of(ScriptedType.TYPE));
    assertEquals(List.of("Accepted", "Creating", "Available", "CloudSays"), bench.timeline(UID));
    assertEquals(PENDING, ready().message());
  }

  @Test
  void saysItOfWhatDriftedToo() {
    bench.made(Sample.resource().of(ScriptedType.TYPE).settings(Map.of("zone", "a")));
    type.drift = Map.of("zone", "b");
    type.says = PENDING;
    bench.look(UID);
    bench.settle(Duration.ofHours(2));
    assertEquals(State.True, bench.condition(UID, Type.Drifted).status());
    assertEquals(PENDING, ready().message());
    assertEquals(List.of(PENDING), told());
  }

  @Test
  void tellsEachNewWordOfACloudAtWorkOnce() {
    type.state = Observation.State.WORKING;
    type.says = "creating";
    bench.accept(Sample.resource().of(ScriptedType.TYPE));
    bench.settle(Duration.ofMinutes(5));
    type.says = "creating. RDS says: Backing up";
    bench.settle(Duration.ofMinutes(5));
    type.state = Observation.State.AVAILABLE;
    type.says = "";
    bench.settle(Duration.ofMinutes(5));
    assertEquals(List.of("creating", "creating. RDS says: Backing up"), told());
    assertEquals("Available", bench.timeline(UID).getLast());
  }

  @Test
  void tellsNothingOfACloudThatWorksWithoutAWord() {
    type.state = Observation.State.WORKING;
    bench.accept(Sample.resource().of(ScriptedType.TYPE));
    bench.settle(Duration.ofMinutes(5));
    assertEquals(List.of(), told());
  }

  @Test
  void doesNotRepeatItselfWhenALookFailsMeanwhile() {
    type.state = Observation.State.WORKING;
    type.says = "creating";
    bench.accept(Sample.resource().of(ScriptedType.TYPE));
    bench.settle(Duration.ofMinutes(2));
    type.throttled = true;
    bench.look(UID);
    type.throttled = false;
    bench.settle(Duration.ofMinutes(5));
    assertEquals(List.of("creating"), told());
  }
}
