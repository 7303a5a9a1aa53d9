package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.secret.SecretBox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

  @TempDir private Path directory;

  private final StringWriter said = new StringWriter();

  private int run(String... arguments) {
    PrintWriter writer = new PrintWriter(said, true);
    return Main.run(writer, writer, arguments);
  }

  @Test
  void makesAKeyFileThatAServerCanUse() {
    Path file = directory.resolve("keys.json");

    assertEquals(ExitCode.OK, run("keys", "create", file.toString()));

    String keyId = SecretBox.open(file, false).primaryKeyId();
    assertTrue(said.toString().contains(keyId), said.toString());
  }

  @Test
  void leavesAFileThatIsThereAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("keys.json"), "mine");

    assertEquals(ExitCode.FAILED, run("keys", "create", file.toString()));

    assertEquals("mine", Files.readString(file));
    assertTrue(said.toString().contains("name another file"), said.toString());
  }
}
