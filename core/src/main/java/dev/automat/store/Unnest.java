package dev.automat.store;

import dev.automat.resource.Lease;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
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

  private Unnest(List<T> rows) {
    this.rows = rows;
  }

  static <T> Unnest<T> of(List<T> rows) {
    return new Unnest<>(rows);
  }

  Unnest<T> text(String column, Function<T, String> value) {
    return add(column, "varchar", value::apply);
  }

  Unnest<T> optionalText(String column, Function<T, Optional<String>> value) {
    return add(column, "varchar", row -> value.apply(row).orElse(null));
  }

  Unnest<T> number(String column, ToLongFunction<T> value) {
    return add(column, "bigint", value::applyAsLong);
  }

  Unnest<T> flag(String column, Function<T, Boolean> value) {
    return add(column, "boolean", value::apply);
  }

  Unnest<T> bytes(String column, Function<T, byte[]> value) {
    // Not Object[]: PostgreSQL's driver wants to know by the type that the elements are bytes.
    columns.put(column, array("bytea", rows.stream().map(value).toArray(byte[][]::new)));
    return this;
  }

  Unnest<T> instant(String column, Function<T, Instant> value) {
    return add(column, "timestamptz", row -> storable(value.apply(row)).toString());
  }

  Unnest<T> optionalInstant(String column, Function<T, Optional<Instant>> value) {
    return add(
        column,
        "timestamptz",
        row -> value.apply(row).map(instant -> storable(instant).toString()).orElse(null));
  }

  private Unnest<T> add(String column, String type, Function<T, @Nullable Object> value) {
    columns.put(column, array(type, rows.stream().map(value).toArray()));
    return this;
  }

  <S extends SqlStatement<S>> S bindTo(S statement) {
    columns.forEach(statement::bind);
    return statement;
  }

  /** Texts as one array. */
  static Argument texts(Collection<String> texts) {
    return array("varchar", texts.toArray());
  }

  /** One instant. */
  static Argument instant(Instant instant) {
    return (position, statement, context) ->
        statement.setObject(position, storable(instant).atOffset(ZoneOffset.UTC));
  }

  private static Argument array(String type, @Nullable Object[] elements) {
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, elements));
  }

  private static Instant storable(Instant instant) {
    return (instant.isAfter(Lease.NEVER) ? Lease.NEVER : instant).truncatedTo(ChronoUnit.MICROS);
  }
}
