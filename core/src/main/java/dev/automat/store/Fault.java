package dev.automat.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Whose fault a failed statement is, by its SQLSTATE. */
enum Fault {
  /** A row's own: too long, or a key twice. The others may be stored without it. */
  ROW,
  /** Nobody's: another transaction was in the way. */
  CONTENTION,
  /** The database's: nothing can be stored now. */
  DATABASE;

  static Fault of(Throwable failure) {
    SQLException sql = sql(failure);
    String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    // 22 data, 23 constraint, 54 program limit (a row too large for an index or a page)
    if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
      return ROW;
    }
    // 40 serialization or deadlock; HYT00 is H2's lock timeout, 55P03 PostgreSQL's
    if (state.startsWith("40") || state.equals("HYT00") || state.equals("55P03")) {
      return CONTENTION;
    }
    return DATABASE;
  }

  static @Nullable SQLException sql(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
