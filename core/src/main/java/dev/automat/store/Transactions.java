package dev.automat.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import tools.jackson.core.JacksonException;

/** Runs transactions, and says what a failure of one means. */
final class Transactions {

  /** When what was written must survive the death of the machine. */
  enum Keep {
    /** Before anybody is told. */
    NOW,
    /**
     * With the next transaction that is kept, or with the first one that is a second younger: for
     * what is found out again after a crash.
     */
    SOON,
    /** It means nothing after a crash. */
    NEVER
  }

  private static final int ATTEMPTS = 5;

  private final Jdbi jdbi;
  private final Dialect dialect;

  Transactions(Jdbi jdbi, Dialect dialect) {
    this.jdbi = jdbi;
    this.dialect = dialect;
  }

  <T> T read(Function<Handle, T> questions) {
    try {
      return jdbi.withHandle(questions::apply);
    } catch (JdbiException e) {
      throw unavailable(e);
    }
  }

  /**
   * One statement by itself, on the way of every request: a handle and its statement would cost
   * more than the database does.
   */
  <T> T ask(Question<T> question) {
    try (Connection connection = dialect.connect()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** What is asked of a connection. */
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  <T> T write(Keep keep, Function<Handle, T> work) {
    T result;
    try {
      result = attempt(work);
    } catch (RowRefusedException e) {
      throw unavailable(e);
    }
    keep(keep);
    return result;
  }

  /**
   * Carries out a batch in one transaction. If a row is refused, the halves of the batch are tried
   * by themselves, and so on, until what is refused stands alone.
   *
   * @param refused the outcome of a row that can not be stored
   */
  <I, O> List<O> batch(
      Keep keep,
      List<I> batch,
      BiFunction<Handle, List<I>, List<O>> work,
      BiFunction<I, RowRefusedException, O> refused) {
    if (batch.isEmpty()) {
      return List.of();
    }
    List<O> outcomes = divided(batch, work, refused);
    keep(keep);
    return outcomes;
  }

  /**
   * As the other, but first all at once, in whatever transaction {@code hopeful} makes.
   *
   * @param hopeful refuses a whole batch for what {@code work} has an outcome for
   */
  <I, O> List<O> batch(
      Keep keep,
      List<I> batch,
      Function<List<I>, List<O>> hopeful,
      BiFunction<Handle, List<I>, List<O>> work,
      BiFunction<I, RowRefusedException, O> refused) {
    try {
      List<O> outcomes = attempt(() -> hopeful.apply(batch));
      keep(keep);
      return outcomes;
    } catch (RowRefusedException e) {
      return batch(keep, batch, work, refused);
    }
  }

  private <I, O> List<O> divided(
      List<I> batch,
      BiFunction<Handle, List<I>, List<O>> work,
      BiFunction<I, RowRefusedException, O> refused) {
    try {
      return attempt(handle -> work.apply(handle, batch));
    } catch (RowRefusedException e) {
      if (batch.size() == 1) {
        return List.of(refused.apply(batch.getFirst(), e));
      }
      int middle = batch.size() / 2;
      List<O> outcomes = new ArrayList<>(divided(batch.subList(0, middle), work, refused));
      outcomes.addAll(divided(batch.subList(middle, batch.size()), work, refused));
      return outcomes;
    }
  }

  private <T> T attempt(Function<Handle, T> work) {
    return attempt(() -> dialect.writing(() -> jdbi.inTransaction(work::apply)));
  }

  /** Tries again what lost against another transaction. */
  private <T> T attempt(Supplier<T> transaction) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.get();
      } catch (JacksonException e) {
        throw new RowRefusedException("not representable as JSON: " + e.getOriginalMessage(), e);
      } catch (JdbiException e) {
        switch (Fault.of(e)) {
          case ROW -> throw new RowRefusedException(reason(e), e);
          case CONTENTION -> {
            if (attempt == ATTEMPTS) {
              throw unavailable(e);
            }
          }
          case DATABASE -> throw unavailable(e);
        }
      }
    }
  }

  private void keep(Keep keep) {
    try {
      dialect.keep(keep);
    } catch (JdbiException e) {
      throw unavailable(e);
    }
  }

  private StoreUnavailableException unavailable(Throwable cause) {
    return new StoreUnavailableException(
        "the store (" + dialect.place() + ") can not be used now: " + reason(cause), cause);
  }

  /** The database's own first line, without the statement and its values. */
  private static String reason(Throwable failure) {
    SQLException sql = Fault.sql(failure);
    String message = String.valueOf(sql != null ? sql.getMessage() : failure.getMessage());
    return message.lines().findFirst().orElse("").replaceFirst("; SQL statement:$", "");
  }
}
