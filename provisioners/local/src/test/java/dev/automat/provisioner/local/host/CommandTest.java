package dev.automat.provisioner.local.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Test
  void givesExitCodeAndOutput() {
    assertEquals(
        new Command.Result(3, "out\nerr"),
        Command.run(List.of(), List.of("sh", "-c", "echo out; echo err >&2; exit 3"), LIMIT));
  }

  @Test
  void aProgramSeesNothingOfOurEnvironment() {
    Command.Result result = Command.run(List.of(), List.of("env"), LIMIT);
    assertTrue(result.output().contains("PATH="));
    assertFalse(result.output().contains("HOME="), result.output());
  }

  @Test
  void aProgramThatIsMissingIsAResult() {
    assertFalse(Command.run(List.of(), List.of("no-such-program-here"), LIMIT).succeeded());
  }

  @Test
  void aProgramIsEndedAtItsLimit() {
    assertFalse(Command.run(List.of(), List.of("sleep", "600"), Duration.ofMillis(50)).succeeded());
  }

  @Test
  void anInterruptEndsTheCall() {
    Thread.currentThread().interrupt();
    assertThrows(
        ProvisionerException.class, () -> Command.run(List.of(), List.of("sleep", "600"), LIMIT));
    assertTrue(Thread.interrupted(), "the interrupt is kept");
  }
}
