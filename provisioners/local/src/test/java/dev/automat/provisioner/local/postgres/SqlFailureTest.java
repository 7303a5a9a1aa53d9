package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
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

  @Test
  void aCopyThatTakesTooLongIsAFailureOfOneResourceThatSaysWhatElseCanBeDone() {
    SQLException slow = new SQLException("canceling statement due to statement timeout", "57014");
    ProvisionerException mapped = SqlFailure.ofCopy("copying orders-x", "host:1", slow);
    assertEquals(ErrorCode.ofOneResource("copy-too-slow"), mapped.code());
    assertTrue(mapped.nextStep().contains("snapshot=false"), mapped.nextStep());
    SQLException full = new SQLException("no space left", "53100");
    assertEquals(
        ErrorCode.QUOTA_EXCEEDED, SqlFailure.ofCopy("copying orders-x", "host:1", full).code());
  }
}
