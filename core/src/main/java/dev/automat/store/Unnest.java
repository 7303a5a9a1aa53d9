package dev.automat.store;

import dev.automat.resource.Lease;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A batch turned into columns: one SQL array for each, which the statements open up again with
 * {@code unnest}. So a batch is one statement, however many rows it has.
 */
final class Unnest<T> {

  private final List<T> rows;
  private final Map<String, Argument> columns = new LinkedHashMap<>();

  /**
   * A new row has the same instant in many columns, and to write one costs more than to find it.
   */
  private final Map<Instant, String> instants = new HashMap<>();

  private Unnest(List<T> rows) {
    this.rows = rows;
  }

  static <T> Unnest<T> of(List<T> rows) {
    return new Unnest<>(rows);
  }

  Unnest<T> text(String column, Function<T, String> value) {
    return add(column, "varchar", value::apply, new @Nullable String[rows.size()]);
  }

  Unnest<T> optionalText(String column, Function<T, Optional<String>> value) {
    return add(
        column, "varchar", row -> value.apply(row).orElse(null), new @Nullable String[rows.size()]);
  }

  Unnest<T> number(String column, ToLongFunction<T> value) {
    return add(column, "bigint", value::applyAsLong, new @Nullable Long[rows.size()]);
  }

  Unnest<T> flag(String column, Function<T, Boolean> value) {
    return add(column, "boolean", value::apply, new @Nullable Boolean[rows.size()]);
  }

  Unnest<T> bytes(String column, Function<T, byte[]> value) {
    return add(column, "bytea", value::apply, new byte[rows.size()][]);
  }

  Unnest<T> instant(String column, Function<T, Instant> value) {
    return add(
        column, "timestamptz", row -> text(value.apply(row)), new @Nullable String[rows.size()]);
  }

  Unnest<T> optionalInstant(String column, Function<T, Optional<Instant>> value) {
    return add(
        column,
        "timestamptz",
        row -> value.apply(row).map(this::text).orElse(null),
        new @Nullable String[rows.size()]);
  }

  private String text(Instant instant) {
    return instants.computeIfAbsent(instant, each -> storable(each).toString());
  }

  /**
   * @param elements of the very type of the values: PostgreSQL's driver sends such an array as
   *     bytes, and one of objects as text, in which both sides look at each character
   */
  private Unnest<T> add(
      String column,
      String type,
      Function<T, @Nullable Object> value,
      @Nullable Object[] elements) {
    for (int i = 0; i < elements.length; i++) {
      elements[i] = value.apply(rows.get(i));
    }
    columns.put(column, array(type, elements));
    return this;
  }

  <S extends SqlStatement<S>> S bindTo(S statement) {
    columns.forEach(statement::bind);
    return statement;
  }

  /** Texts as one array. */
  static Argument texts(Collection<String> texts) {
    return array("varchar", texts.toArray(String[]::new));
  }

  /** One instant. */
  static Argument instant(Instant instant) {
    return (position, statement, context) ->
        statement.setObject(position, storable(instant).atOffset(ZoneOffset.UTC));
  }

  /** None. */
  static Argument noInstant() {
    return (position, statement, context) ->
        statement.setNull(position, Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private static Argument array(String type, @Nullable Object[] elements) {
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, elements));
  }

  private static Instant storable(Instant instant) {
    return (instant.isAfter(Lease.NEVER) ? Lease.NEVER : instant).truncatedTo(ChronoUnit.MICROS);
  }
}
