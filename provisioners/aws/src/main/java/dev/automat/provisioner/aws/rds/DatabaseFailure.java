package dev.automat.provisioner.aws.rds;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.sql.SQLException;

/**
 * A failure of the database itself, which is no failure of AWS: it is that instance's alone, and
 * delays nothing else in the account.
 */
final class DatabaseFailure {

  private static final ErrorCode UNREACHED = ErrorCode.ofOneResource("database-unreachable");
  private static final ErrorCode BUSY = ErrorCode.ofOneResource("database-busy");

  private DatabaseFailure() {}

  /** In the words of the SPI, by SQLSTATE (PostgreSQL documentation, appendix A). */
  static ProvisionerException of(String doing, String address, SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String words = String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    String message =
        "%s at %s: %s%s"
            .formatted(doing, address, words, state.isEmpty() ? "" : " [" + state + "]");
    if (state.isEmpty() || state.startsWith("08") || state.startsWith("57")) {
      return new ProvisionerException(
          UNREACHED,
          message,
          "let Automat reach "
              + address
              + ": it makes the users of applications there, so its network must be let in by the"
              + " security groups of the instance; it is tried again",
          failure);
    }
    if (state.startsWith("28") || state.equals("42501")) {
      return new ProvisionerException(
          ErrorCode.DENIED,
          message,
          "look whether somebody changed the master password or took rights from the master user",
          failure);
    }
    if (state.startsWith("40") || state.startsWith("53") || state.startsWith("55")) {
      return new ProvisionerException(BUSY, message, "nothing: it is tried again", failure);
    }
    return new ProvisionerException(
        ErrorCode.INTERNAL, message, "report this with the version of the database", failure);
  }
}
