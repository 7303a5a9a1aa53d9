package dev.automat.provisioner.aws.rds;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.sql.SQLException;
import java.util.Set;

/**
 * A failure of the database itself, which is no failure of AWS: it is that instance's alone, and
 * delays nothing else in the account.
 */
final class DatabaseFailure {

  private static final ErrorCode UNREACHED = ErrorCode.ofOneResource("database-unreachable");
  private static final ErrorCode BUSY = ErrorCode.ofOneResource("database-busy");

  private DatabaseFailure() {}

  /** Errors of MySQL that mean "later": too many connections, lock wait timeout. */
  private static final Set<Integer> MYSQL_BUSY = Set.of(1040, 1203, 1205);

  /** Errors of MySQL for rights that the user lacks. */
  private static final Set<Integer> MYSQL_DENIED = Set.of(1044, 1142, 1227, 1370);

  /**
   * In the words of the SPI, by SQLSTATE (PostgreSQL documentation, appendix A). MySQL's say less,
   * so its own numbers go first (MySQL Server Error Message Reference); PostgreSQL has none.
   */
  static ProvisionerException of(String doing, String address, SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String words = String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    String message =
        "%s at %s: %s%s"
            .formatted(doing, address, words, state.isEmpty() ? "" : " [" + state + "]");
    if (MYSQL_BUSY.contains(failure.getErrorCode())) {
      return busy(message, failure);
    }
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
    if (state.startsWith("28")
        || state.equals("42501")
        || MYSQL_DENIED.contains(failure.getErrorCode())) {
      return new ProvisionerException(
          ErrorCode.DENIED,
          message,
          "look whether somebody changed the master password or took rights from the master user",
          failure);
    }
    if (state.startsWith("40") || state.startsWith("53") || state.startsWith("55")) {
      return busy(message, failure);
    }
    return new ProvisionerException(
        ErrorCode.INTERNAL, message, "report this with the version of the database", failure);
  }

  /** Sessions that were told to end, and go on for now. */
  static ProvisionerException sessionsLeft(String user) {
    return new ProvisionerException(
        BUSY,
        "sessions of user " + user + " were told to end, and have not yet",
        "nothing: it is tried again; if it lasts, look in the database at what they do");
  }

  private static ProvisionerException busy(String message, SQLException failure) {
    return new ProvisionerException(BUSY, message, "nothing: it is tried again", failure);
  }
}
