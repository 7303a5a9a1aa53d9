package dev.automat.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.resource.Json;
import dev.automat.secret.SecretBox;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerificationTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir private Path directory;
  private CheckpointKey key;
  private List<SealedLine> lines;
  private List<Checkpoint> checkpoints;

  /** Thirty lines, and checkpoints at 10, 20 and 30. */
  @BeforeEach
  void write() {
    key = key("keys.json");
    lines = log("people:alice");
    checkpoints = List.of(at(10), at(20), at(30));
  }

  private CheckpointKey key(String file) {
    return CheckpointKey.open(new OneKeyChain(), SecretBox.open(directory.resolve(file), true));
  }

  private static List<SealedLine> log(String actor) {
    List<SealedLine> log = new ArrayList<>();
    Link link = Link.START;
    for (int i = 1; i <= 30; i++) {
      AuditEntry entry = entry(actor, "operation" + i);
      link = link.next(i * 2L, entry);
      log.add(new SealedLine(link, i * 2L, entry));
    }
    return log;
  }

  private static AuditEntry entry(String actor, String operation) {
    return new AuditEntry(
        NOW,
        actor,
        "people",
        "u-1",
        "r-1",
        operation,
        "connection.read",
        Optional.of("payments"),
        "GET /v1/…",
        Outcome.DONE,
        "");
  }

  private Checkpoint at(int position) {
    return Checkpoint.signed(NOW.plusSeconds(position), lines.get(position - 1).link(), key);
  }

  private List<String> findings() {
    return findings(Optional.of(key.fingerprint()));
  }

  private List<String> findings(Optional<String> fingerprint) {
    AuditVerification verification = new AuditVerification(checkpoints, fingerprint);
    lines.forEach(verification::take);
    return verification.end();
  }

  private static void assertOne(List<String> findings, String... parts) {
    assertEquals(1, findings.size(), findings.toString());
    for (String part : parts) {
      assertTrue(findings.getFirst().contains(part), findings.toString());
    }
  }

  @Test
  void findsNothingInALogThatNobodyTouched() {
    assertEquals(List.of(), findings());
    checkpoints = checkpoints.reversed();
    assertEquals(List.of(), findings(Optional.empty()), "in any order, by whichever key");
    checkpoints = List.of();
    assertEquals(List.of(), findings());
  }

  @Test
  void findsTheLastTenLinesCutOff() {
    lines = lines.subList(0, 20);
    assertOne(
        findings(), "lines 21 to 30 are missing (10 lines) at the end", "line 20 (", "line 30");
  }

  @Test
  void findsAllLinesCutOff() {
    lines = List.of();
    assertOne(findings(), "lines 1 to 30 are missing", "the beginning");
  }

  @Test
  void findsALineTakenOut() {
    lines.remove(14);
    assertOne(findings(), "line 15 is missing", "after line 14 (");
  }

  @Test
  void findsAChangedLine() {
    SealedLine old = lines.get(14);
    lines.set(14, new SealedLine(old.link(), old.sequence(), entry("people:bob", "operation15")));
    assertOne(findings(), "line 15 (", "people:bob", "was changed");
  }

  @Test
  void findsAMovedLine() {
    Collections.swap(lines, 3, 4);
    assertTrue(
        findings().stream().anyMatch(finding -> finding.contains("in another order")),
        findings().toString());
  }

  @Test
  void findsAChainThatWasWrittenAnew() {
    lines = log("people:bob");
    List<String> findings = findings();
    assertEquals(3, findings.size(), findings.toString());
    assertTrue(findings.getFirst().contains("line 10 ("), findings.toString());
    assertTrue(findings.getFirst().contains("written anew"), findings.toString());
  }

  @Test
  void findsLinesThatWereCutOffAndWrittenOver() {
    lines = new ArrayList<>(lines.subList(0, 20));
    Link link = lines.getLast().link();
    for (int i = 21; i <= 40; i++) {
      AuditEntry entry = entry("people:bob", "later");
      link = link.next(100 + i, entry);
      lines.add(new SealedLine(link, 100 + i, entry));
    }
    assertOne(findings(), "line 30 (", "written anew");
  }

  @Test
  void believesNoCheckpointThatWasChangedOrSignedByAnother() {
    Checkpoint good = checkpoints.getLast();
    Checkpoint changed =
        new Checkpoint(good.at(), lines.get(19).link(), good.key(), good.signature());
    checkpoints = List.of(changed);
    assertOne(findings(), "signature is wrong");

    Checkpoint foreign = Checkpoint.signed(NOW, lines.get(29).link(), key("other.json"));
    checkpoints = List.of(foreign);
    assertOne(findings(), "signed with the key", key.fingerprint());
    checkpoints = List.of(good, foreign);
    assertOne(findings(Optional.empty()), "signed with the key", foreign.fingerprint());
  }

  @Test
  void readsWhatWasExported() {
    lines = lines.stream().map(line -> SealedLine.parse(Json.write(line.members()))).toList();
    assertEquals(List.of(), findings());
    assertEquals(log("people:alice"), lines);
  }
}
