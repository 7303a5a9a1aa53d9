package dev.automat.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.engine.Sample;
import dev.automat.resource.Resource;
import dev.automat.resource.Work;
import dev.automat.spi.TypeDescriptor.Ability;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of a copy before there is one. */
class RecoveryTest {

  private static final Optional<String> SWITCH = Optional.of("finalSnapshot");

  private static Recovery of(Map<String, Object> settings) {
    Resource resource =
        Sample.resource().settings(settings).work(Work.none().withMadeOnce(true)).build();
    return Recovery.of(resource, Set.of(Ability.RECOVERY), SWITCH);
  }

  private static Recovery none(String why) {
    return new Recovery(false, why, Optional.empty(), Optional.empty());
  }

  @Test
  void noCopyIsPromisedWhereItsSettingsSayThatNoneIsKept() {
    assertEquals(
        none("finalSnapshot is false, as its module has it"), of(Map.of("finalSnapshot", false)));
    assertEquals(
        new Recovery(true, "", Optional.empty(), Optional.empty()),
        of(Map.of("finalSnapshot", true)));
    assertEquals(
        new Recovery(true, "", Optional.empty(), Optional.empty()), of(Map.of()), "the default");
  }

  @Test
  void aTombstoneOfSuchSaysTheSame() {
    Resource gone =
        Sample.resource()
            .settings(Map.of("finalSnapshot", false))
            .work(Work.none().withMadeOnce(true))
            .tombstone(Instant.parse("2026-11-29T12:00:00Z"))
            .build();
    assertEquals(
        none("finalSnapshot is false, as its module has it"),
        Recovery.of(gone, Set.of(Ability.RECOVERY), SWITCH));
  }
}
