package dev.automat.sql;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * A failure of the database itself, which is no failure of the cloud: it is that instance's alone,
 * and delays nothing else in the account.
 */
public final class DatabaseFailure {

  /** Automat does not get through to the database, as where no network leads there. */
  public static final ErrorCode UNREACHED = ErrorCode.ofOneResource("database-unreachable");

  /** The server has no database of that name. */
  public static final ErrorCode NO_DATABASE = ErrorCode.ofOneResource("database-missing");

  private static final ErrorCode UNTRUSTED = ErrorCode.ofOneResource("database-not-trusted");
  private static final ErrorCode BUSY = ErrorCode.ofOneResource("database-busy");

  /** In the words of MariaDB Connector/J, which tells neither by a code nor by a cause. */
  private static final List<String> MYSQL_UNTRUSTED =
      List.of("Self signed certificates", "SSL hostname verification failed");

  /** Far more than there are; a cause may be its own cause's cause. */
  private static final int CAUSES = 20;

  private DatabaseFailure() {}

  /** Errors of MySQL that mean "later": too many connections, lock wait timeout. */
  private static final Set<Integer> MYSQL_BUSY = Set.of(1040, 1203, 1205);

  private static final int MYSQL_NO_DATABASE = 1049;

  /** Errors of MySQL for rights that the user lacks. */
  private static final Set<Integer> MYSQL_DENIED = Set.of(1044, 1142, 1227, 1370);

  /**
   * In the words of the SPI, by SQLSTATE (PostgreSQL documentation, appendix A). MySQL's say less,
   * so its own numbers go first (MySQL Server Error Message Reference); PostgreSQL has none.
   */
  static ProvisionerException of(String doing, Login login, SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String words = String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    String message =
        "%s of %s at %s: %s%s"
            .formatted(
                doing,
                login.what(),
                login.address(),
                words,
                state.isEmpty() ? "" : " [" + state + "]");
    if (isUntrusted(failure)) {
      return new ProvisionerException(
          UNTRUSTED,
          message,
          "look at who answers there: its certificate must be valid, name the host, and come from "
              + login.advice().trust()
              + "; it is tried again",
          failure);
    }
    if (state.equals("3D000") || failure.getErrorCode() == MYSQL_NO_DATABASE) {
      return new ProvisionerException(
          NO_DATABASE, message, "make the database " + login.database() + " again", failure);
    }
    if (MYSQL_BUSY.contains(failure.getErrorCode())) {
      return busy(message, failure);
    }
    if (state.isEmpty() || state.startsWith("08") || state.startsWith("57")) {
      return new ProvisionerException(
          UNREACHED,
          message,
          "let Automat reach "
              + login.address()
              + ": it makes the users of applications there, so its network must be let in by "
              + login.advice().reach()
              + "; it is tried again",
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

  /** No part of TLS fails before a server has answered. */
  private static boolean isUntrusted(SQLException failure) {
    String words = String.valueOf(failure.getMessage());
    return MYSQL_UNTRUSTED.stream().anyMatch(words::contains)
        || Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
            .limit(CAUSES)
            .anyMatch(SSLException.class::isInstance);
  }

  /** Sessions that were told to end, and go on for now. */
  static ProvisionerException sessionsLeft(String user) {
    return new ProvisionerException(
        BUSY,
        "sessions of user " + user + " were told to end, and have not yet",
        "nothing: it is tried again; if it lasts, look in the database at what they do");
  }

  /** The caller did not want to wait for the end of sessions any longer. */
  static ProvisionerException interrupted() {
    return new ProvisionerException(
        BUSY,
        "interrupted while sessions that were told to end were waited for",
        "nothing: it is tried again");
  }

  private static ProvisionerException busy(String message, SQLException failure) {
    return new ProvisionerException(BUSY, message, "nothing: it is tried again", failure);
  }
}
