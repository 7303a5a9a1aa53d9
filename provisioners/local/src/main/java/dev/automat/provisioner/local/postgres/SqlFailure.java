package dev.automat.provisioner.local.postgres;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the server in the SPI's terms, by SQLSTATE (PostgreSQL documentation, appendix A).
 */
final class SqlFailure {

  /** Somebody else changed the same thing at once; the next try finds it changed. */
  private static final ErrorCode CONCURRENT = ErrorCode.ofOneResource("concurrent");

  /** Something else on the server still needs the object. */
  private static final ErrorCode IN_USE = ErrorCode.ofOneResource("in-use");

  /** Administrator's shutdown, connection lost; not let in: refused, starting up, too many. */
  private static final Set<String> OUTDATED =
      Set.of("57P01", "08006", "08003", "08001", "57P03", "53300");

  /** A statement took longer than statement_timeout. */
  private static final String TOO_SLOW = "57014";

  /** Made or dropped by somebody else since we looked; or a deadlock, or a lost race for a row. */
  private static final Set<String> CHANGED_MEANWHILE =
      Set.of("42P04", "42710", "23505", "3D000", "42704", "40001", "40P01", "55P03");

  private SqlFailure() {}

  /**
   * @param doing what was tried, such as {@code create database orders-x}; it must hold no secret
   */
  static ProvisionerException of(String doing, Object server, SQLException failure) {
    String state = state(failure).orElse("");
    Meaning meaning = meaning(state);
    return new ProvisionerException(
        meaning.code,
        "%s on %s: %s%s"
            .formatted(doing, server, words(failure), state.isEmpty() ? "" : " [" + state + "]"),
        meaning.nextStep,
        failure);
  }

  /** Whether the server was not reached, or went away. */
  static boolean isUnreachable(SQLException failure) {
    return meaning(state(failure).orElse("")).code.equals(ErrorCode.UNREACHABLE);
  }

  /**
   * Whether it may say how things were and not how they are: that the session was ended, by the
   * server, as it does when it is stopped or loses a process, or on the way to it, or that none was
   * let in; not that the server does not answer.
   */
  static boolean mayBeOutdated(SQLException failure) {
    return state(failure).filter(OUTDATED::contains).isPresent() && !isTimeout(failure);
  }

  /**
   * A failure of the statement that copies a database. That it took too long says nothing of the
   * server: others are served meanwhile.
   */
  static ProvisionerException ofCopy(String doing, Object server, SQLException failure) {
    if (!state(failure).equals(Optional.of(TOO_SLOW))) {
      return of(doing, server, failure);
    }
    return new ProvisionerException(
        ErrorCode.ofOneResource("copy-too-slow"),
        "%s on %s: it is too large to be copied in the %d s that a statement may take"
            .formatted(doing, server, AdminLogin.STATEMENT.toSeconds()),
        "save what is needed with pg_dump, then delete it with snapshot=false; it is tried again",
        failure);
  }

  private static boolean isTimeout(SQLException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private record Meaning(ErrorCode code, String nextStep) {}

  private static Meaning meaning(String state) {
    if (state.isEmpty() || state.startsWith("08") || state.startsWith("57P")) {
      return new Meaning(
          ErrorCode.UNREACHABLE,
          "check that the server runs and is reachable (provisioners.local.postgres.url, if it is"
              + " one that you configured); it is tried again");
    }
    if (state.equals(TOO_SLOW)) {
      return new Meaning(
          ErrorCode.UNREACHABLE, "the server took too long; look at its load; it is tried again");
    }
    if (state.startsWith("28") || state.equals("42501")) {
      return new Meaning(
          ErrorCode.DENIED,
          "give the administrator of provisioners.local.postgres the rights CREATEDB and"
              + " CREATEROLE, and check its username and password");
    }
    if (state.equals("53300")) {
      return new Meaning(
          ErrorCode.THROTTLED, "close connections that nobody needs, or raise max_connections");
    }
    if (state.startsWith("53") || state.startsWith("54")) {
      return new Meaning(
          ErrorCode.QUOTA_EXCEEDED, "give the server more disk or memory, or delete databases");
    }
    if (CHANGED_MEANWHILE.contains(state)) {
      return new Meaning(CONCURRENT, "nothing; it is tried again");
    }
    if (state.equals("55006") || state.equals("2BP01")) {
      return new Meaning(
          IN_USE,
          "end what still uses it: prepared transactions, replication slots, subscriptions, or"
              + " objects of the role in other databases");
    }
    if (state.startsWith("22")) {
      return new Meaning(ErrorCode.INVALID_SETTINGS, "change the setting that the server refused");
    }
    return new Meaning(ErrorCode.INTERNAL, "report this with the server's version");
  }

  /** A pool's exception carries the driver's underneath. */
  private static Optional<String> state(SQLException failure) {
    @Nullable Throwable cause = failure;
    Optional<String> state = Optional.empty();
    while (cause != null) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = Optional.of(sql.getSQLState());
      }
      cause = cause.getCause();
    }
    return state;
  }

  private static String words(SQLException failure) {
    Throwable deepest = failure;
    while (deepest.getCause() instanceof SQLException cause) {
      deepest = cause;
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("no message");
  }
}
