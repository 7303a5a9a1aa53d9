package dev.automat.store;

import dev.automat.resource.Json;
import dev.automat.resource.Lease;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A batch turned into columns: one SQL array for each, which the statements open up again with
 * {@code unnest}. So a batch is one statement, however many rows it has.
 */
final class Unnest<T> {

  /** What a column holds, and the name of its type in SQL. */
  enum Type {
    TEXT("varchar"),
    /** Text, made of the value only when it is sent. */
    JSON("varchar"),
    NUMBER("bigint"),
    FLAG("boolean"),
    BYTES("bytea"),
    INSTANT("timestamptz");

    private final String sql;

    Type(String sql) {
      this.sql = sql;
    }
  }

  /** A value for each row. */
  record Column(Type type, List<@Nullable Object> values) {}

  private final List<T> rows;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  private Unnest(List<T> rows) {
    this.rows = rows;
  }

  static <T> Unnest<T> of(List<T> rows) {
    return new Unnest<>(rows);
  }

  Unnest<T> text(String column, Function<T, String> value) {
    return add(column, Type.TEXT, value::apply);
  }

  Unnest<T> optionalText(String column, Function<T, Optional<String>> value) {
    return add(column, Type.TEXT, row -> value.apply(row).orElse(null));
  }

  Unnest<T> json(String column, Function<T, @Nullable Object> value) {
    return add(column, Type.JSON, value);
  }

  Unnest<T> number(String column, ToLongFunction<T> value) {
    return add(column, Type.NUMBER, value::applyAsLong);
  }

  Unnest<T> flag(String column, Predicate<T> value) {
    return add(column, Type.FLAG, value::test);
  }

  Unnest<T> bytes(String column, Function<T, byte[]> value) {
    return add(column, Type.BYTES, value::apply);
  }

  Unnest<T> instant(String column, Function<T, Instant> value) {
    return add(column, Type.INSTANT, row -> storable(value.apply(row)));
  }

  Unnest<T> optionalInstant(String column, Function<T, Optional<Instant>> value) {
    return add(column, Type.INSTANT, row -> value.apply(row).map(Unnest::storable).orElse(null));
  }

  private Unnest<T> add(String column, Type type, Function<T, @Nullable Object> value) {
    List<@Nullable Object> values = new ArrayList<>(rows.size());
    for (T row : rows) {
      values.add(value.apply(row));
    }
    columns.put(column, new Column(type, values));
    return this;
  }

  <S extends SqlStatement<S>> S bindTo(S statement) {
    columns.forEach((name, column) -> statement.bind(name, array(column)));
    return statement;
  }

  /** Texts as one array. */
  static Argument texts(Collection<String> texts) {
    return array(new Column(Type.TEXT, new ArrayList<>(texts)));
  }

  /** Numbers as one array. */
  static Argument numbers(Collection<Long> numbers) {
    return array(new Column(Type.NUMBER, new ArrayList<>(numbers)));
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

  private static Argument array(Column column) {
    return (position, statement, context) ->
        statement.setArray(position, array(statement.getConnection(), column));
  }

  private static Array array(Connection connection, Column column) throws SQLException {
    if (connection.isWrapperFor(PGConnection.class)) {
      return BinaryArray.of(connection, column.type(), column.values());
    }
    List<@Nullable Object> elements = column.values();
    if (column.type() == Type.JSON) {
      elements = new ArrayList<>();
      for (@Nullable Object document : column.values()) {
        elements.add(Json.write(Objects.requireNonNull(document, "a document")));
      }
    }
    return connection.createArrayOf(column.type().sql, elements.toArray());
  }

  private static Instant storable(Instant instant) {
    return (instant.isAfter(Lease.NEVER) ? Lease.NEVER : instant).truncatedTo(ChronoUnit.MICROS);
  }
}
