package dev.automat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.secret.SecretBox;
import dev.automat.store.Store;
import dev.automat.store.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of two thousand resources, held against every law of lifetimes by what is left of it: the
 * audit log, the timelines, what receivers took, and the cloud. It takes more than half a minute of
 * one processor, so it runs where it is asked for: {@code -Dyear.seed=1}; {@code -Dyear.seeds=20}
 * runs so many, from there on.
 */
@EnabledIfSystemProperty(named = "year.seed", matches = "\\d+")
class SimulatedYearTest {

  private static final int SHOWN = 10;

  /** What must have been reached by how many. */
  private static final Map<String, Integer> LEAST =
      Map.ofEntries(
          Map.entry("announced", 4_000),
          Map.entry("cut", 500),
          Map.entry("deleted after a quarantine", 500),
          Map.entry("deleted at once", 200),
          Map.entry("Released", 30),
          Map.entry("Extended", 80),
          Map.entry("DeleteRequested", 100),
          Map.entry("Resumed", 10),
          Map.entry("GivingAccessBack", 50),
          Map.entry("Protected", 300),
          Map.entry("Paused", 100),
          Map.entry("PauseEnded", 50),
          Map.entry("FinalSnapshotTaken", 500),
          Map.entry("Restoring", 50),
          Map.entry("Purged", 800),
          Map.entry("escalated", 100));

  @TempDir private Path directory;

  @Test
  void keepsEveryLawForAYear() {
    SecretBox secrets = SecretBox.open(directory.resolve("keys.json"), true);
    long one = Long.getLong("year.seed", 1);
    LongStream.range(one, one + Integer.getInteger("year.seeds", 1))
        .forEach(seed -> run(seed, secrets));
  }

  private void run(long seed, SecretBox secrets) {
    try (Store store = Stores.inMemory()) {
      SimulatedYear year =
          new SimulatedYear(seed, store, secrets, directory.resolve(seed + ".jsonl"));
      year.pass();
      YearsLog log = YearsLog.of(year);
      List<String> wrong = new ArrayList<>(YearsLaws.broken(year, log));
      wrong.addAll(YearsStages.wrong(year, log));
      wrong.addAll(year.sealer.findings(log.lines()));
      String replay = "-Dyear.seed=" + seed + ": ";
      assertTrue(
          wrong.isEmpty(),
          () ->
              replay
                  + wrong.size()
                  + " things are wrong\n"
                  + String.join("\n", wrong.subList(0, Math.min(SHOWN, wrong.size()))));
      Map<String, Long> reached = YearsStages.reached(log);
      LEAST.forEach(
          (stage, least) ->
              assertTrue(
                  reached.getOrDefault(stage, 0L) >= least, () -> replay + stage + " " + reached));
      assertTrue(year.sealer.signed().size() > 50, replay + "checkpoints");
      assertEquals(0, store.auditChain().seal(1), replay + "lines were not sealed");
    }
  }
}
