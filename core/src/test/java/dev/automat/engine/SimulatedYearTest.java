package dev.automat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.secret.SecretBox;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of many resources, held against every law of lifetimes by what is left of it: the audit
 * log, the timelines, what receivers took, and the cloud. {@code -Dyear.resources=2000} makes more
 * of them, {@code -Dyear.seed=7} another year, {@code -Dyear.seeds=20} so many, from there on.
 */
class SimulatedYearTest {

  private static final int SHOWN = 10;

  /** What must have been reached by how many, of 2,000. */
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
    Store store = InMemoryStore.empty();
    SimulatedYear year =
        new SimulatedYear(seed, store, secrets, directory.resolve(seed + ".jsonl"));
    year.pass();
    YearsLog log = YearsLog.of(year);
    List<String> wrong = new ArrayList<>(YearsLaws.broken(year, log));
    wrong.addAll(YearsStages.wrong(year, log));
    wrong.addAll(year.sealer.findings(log.lines()));
    String replay = "-Dyear.seed=" + seed + " -Dyear.resources=" + YearsPeople.RESOURCES + ": ";
    assertTrue(wrong.isEmpty(), () -> replay + shown(wrong));
    Map<String, Long> reached = YearsStages.reached(log);
    LEAST.forEach(
        (stage, of2000) -> {
          long least = (long) of2000 * YearsPeople.RESOURCES / 2_000;
          assertTrue(
              reached.getOrDefault(stage, 0L) >= least, () -> replay + stage + " " + reached);
        });
    assertTrue(year.sealer.signed().size() > 50, replay + "checkpoints");
    assertEquals(0, store.auditChain().seal(1), replay + "lines were not sealed");
  }

  private static String shown(List<String> wrong) {
    return "%d things are wrong: %s%n%s"
        .formatted(
            wrong.size(),
            byLaw(wrong),
            String.join("\n", wrong.reversed().subList(0, Math.min(SHOWN, wrong.size()))));
  }

  private static Map<String, Long> byLaw(List<String> wrong) {
    return wrong.stream()
        .collect(
            Collectors.groupingBy(
                each -> each.split("[0-9:]", 2)[0], TreeMap::new, Collectors.counting()));
  }
}
