package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.api.contract.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page is what the contract and the roles say. */
class PermissionsPageTest {

  /** Tests run in {@code api}. */
  private static final Path PAGE = Path.of("..", "docs", "permissions.md");

  @Test
  void saysWhatTheContractSays() throws IOException {
    String wanted = PermissionMatrix.page(Contract.load());
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, wanted);
    }
    assertEquals(
        wanted,
        Files.readString(PAGE),
        "write it anew: mvn -pl api -am -Dtest=PermissionsPageTest -Ddocs.update=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false test");
  }
}
