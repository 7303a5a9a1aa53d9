package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailureTest {

  @ParameterizedTest
  @CsvSource({
    "08001, EXTERNAL",
    "57P03, EXTERNAL",
    "57014, EXTERNAL",
    "42P04, EXTERNAL",
    "55006, EXTERNAL",
    "28P01, USER",
    "42501, USER",
    "22023, USER",
    "53300, THROTTLED",
    "53100, QUOTA",
    "54000, QUOTA",
    "42601, INTERNAL"
  })
  void theEngineLearnsWhoCanDoSomething(String state, ErrorType type) {
    SQLException server = new SQLException("words", state);
    SQLException pool = new SQLTransientConnectionException("timed out", null, 0, server);
    for (SQLException failure : new SQLException[] {server, pool}) {
      ProvisionerException mapped = SqlFailure.of("doing", "host:1", failure);
      assertEquals(type, mapped.code().type());
      assertEquals("doing on host:1: words [" + state + "]", mapped.getMessage());
      assertFalse(mapped.nextStep().isBlank());
    }
  }
}
