package dev.automat.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.secret.SecretBox;
import dev.automat.testkit.LogCapture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSealerTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir private Path directory;
  private final OneKeyChain chain = new OneKeyChain();
  private Path path;
  private CheckpointFile file;
  private CheckpointKey key;

  @BeforeEach
  void open() {
    path = directory.resolve("checkpoints.jsonl");
    file = new CheckpointFile(path);
    key = CheckpointKey.open(chain, SecretBox.open(directory.resolve("keys.json"), true));
  }

  private AuditSealer sealer() {
    return new AuditSealer(chain, key, file, Duration.ofSeconds(10), InstantSource.fixed(NOW));
  }

  private List<Long> signed() {
    return file.read().checkpoints().stream()
        .map(checkpoint -> checkpoint.link().position())
        .toList();
  }

  @Test
  void signsWhereTheLogEndsAndNotMoreOftenThanItIsTold() throws Exception {
    AuditSealer sealer = sealer();
    sealer.work(NOW);
    assertEquals(List.of(), signed(), "nothing was written");
    chain.append("one");
    sealer.work(NOW.plusSeconds(1));
    chain.append("two");
    sealer.work(NOW.plusSeconds(2));
    assertEquals(List.of(1L), signed());
    assertEquals(2, chain.head().position(), "it is sealed all the same");
    sealer.work(NOW.plusSeconds(11));
    sealer.work(NOW.plusSeconds(40));
    assertEquals(List.of(1L, 2L), signed());
    assertTrue(file.read().checkpoints().stream().allMatch(Checkpoint::isSigned));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void signsWhatIsLeftAtTheEnd() {
    AuditSealer sealer = sealer().start();
    chain.append("last");
    sealer.close();
    assertEquals(List.of(1L), signed());
  }

  @Test
  void goesOnBehindHalfALine() throws Exception {
    AuditSealer sealer = sealer();
    chain.append("one");
    sealer.work(NOW);
    Files.write(path, "{\"at\":".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    chain.append("two");
    sealer.work(NOW.plusSeconds(60));
    assertEquals(List.of(1L, 2L), signed());
    assertEquals(1, file.read().broken().size());
    assertTrue(file.read().broken().getFirst().contains("line 2"));
    assertEquals(Optional.of(2L), file.last().map(last -> last.link().position()));
  }

  @Test
  void saysAtOnceThatLinesAreGone() throws Exception {
    try (LogCapture log = new LogCapture(AuditSealer.class.getName())) {
      AuditSealer sealer = sealer();
      chain.append("one");
      chain.append("two");
      sealer.work(NOW);
      chain.lines.removeLast();
      sealer.work(NOW.plusSeconds(1));
      sealer.work(NOW.plusSeconds(2));
      assertEquals(1, log.lines().stream().filter(this::isAlarm).count(), log.lines()::toString);
    }
  }

  @Test
  void saysAtAStartThatLinesAreGone() throws Exception {
    chain.append("one");
    chain.append("two");
    sealer().work(NOW);
    chain.lines.removeLast();
    try (LogCapture log = new LogCapture(AuditSealer.class.getName())) {
      sealer().start().close();
      assertEquals(1, log.lines().stream().filter(this::isAlarm).count(), log.lines()::toString);
    }
  }

  private boolean isAlarm(String message) {
    return message.contains("line 2 is not there as it was");
  }
}
