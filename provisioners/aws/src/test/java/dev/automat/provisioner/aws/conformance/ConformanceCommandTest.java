package dev.automat.provisioner.aws.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command refuses before it calls anybody. */
final class ConformanceCommandTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir Path directory;
  private Path config;

  @BeforeEach
  void writeConfiguration() throws IOException {
    config =
        Files.writeString(
            directory.resolve("automat.yaml"),
            """
            provisioners:
              aws:
                endpoint: http://127.0.0.1:1
                accounts:
                  sandbox: {id: "123456789012", regions: {eu-central-1: {}}}
            """);
  }

  private int run(String... words) {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new ConformanceCommand(Clock.systemUTC(), out, new Matrix(directory))
        .run(List.of(words));
  }

  private int real(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--target",
                "real",
                "--config",
                config.toString(),
                "--account",
                "sandbox",
                "--region",
                "eu-central-1"));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private void assertSaid(String words) {
    String all = said.toString(StandardCharsets.UTF_8);
    assertTrue(all.contains(words), all);
  }

  @Test
  void refusesWithoutTheAccountsConfirmation() {
    assertEquals(2, real("--max-cost", "5USD"));
    assertSaid("--confirm-account is missing");
  }

  @Test
  void refusesTheConfirmationOfAnotherAccount() {
    assertEquals(2, real("--max-cost", "5USD", "--confirm-account", "210987654321"));
    assertSaid("account sandbox is 123456789012");
  }

  @Test
  void refusesWhatMayCostMoreThanAllowed() {
    assertEquals(2, real("--max-cost", "0USD", "--confirm-account", "123456789012"));
    assertSaid("nothing was made");
  }

  @Test
  void refusesWithoutALimitOfTheCost() {
    assertEquals(2, real("--confirm-account", "123456789012"));
    assertSaid("--max-cost is missing");
  }

  @Test
  void refusesWhatItCanNotMakeOnAws() {
    assertEquals(2, real("--types", "aws/rds-mysql", "--confirm-account", "123456789012"));
    assertSaid("aws/rds-mysql can not be run against AWS itself");
  }

  @Test
  void refusesAnAccountThatIsNotConfigured() {
    assertEquals(
        2,
        run(
            "--target",
            "real",
            "--config",
            config.toString(),
            "--account",
            "prod",
            "--region",
            "eu-central-1",
            "--confirm-account",
            "123456789012",
            "--max-cost",
            "5USD"));
    assertSaid("has no prod");
  }

  @Test
  void namesAnOptionThatIsNotThere() {
    assertEquals(2, run("--target", "moto", "--type", "aws/sqs"));
    assertSaid("there is no option --type");
  }
}
