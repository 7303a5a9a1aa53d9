package dev.automat.store;

import dev.automat.resource.Json;
import dev.automat.store.Unnest.Type;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.ByteConverter;

/**
 * A column as PostgreSQL's own bytes of an array. Its driver would send instants as text, which
 * both sides look through character by character, and would want JSON as a string first.
 *
 * <p>The form is what {@code array_recv} in PostgreSQL's arrayfuncs.c reads.
 */
final class BinaryArray {

  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private static final int NULL = -1;

  private byte[] bytes;
  private int length;

  private BinaryArray(int capacity) {
    bytes = new byte[capacity];
  }

  static Array of(Connection connection, Type type, List<@Nullable Object> values)
      throws SQLException {
    BinaryArray array = new BinaryArray(64 + 32 * values.size());
    array.addHeader(type, values);
    for (@Nullable Object value : values) {
      array.add(type, value);
    }
    return new PgArray(
        connection.unwrap(BaseConnection.class),
        arrayOf(type),
        Arrays.copyOf(array.bytes, array.length));
  }

  private void addHeader(Type type, List<@Nullable Object> values) {
    addInt(values.size() == 0 ? 0 : 1); // dimensions
    addInt(1); // there may be nulls
    addInt(elementOf(type));
    if (values.size() > 0) {
      addInt(values.size());
      addInt(1); // the lowest index
    }
  }

  private void add(Type type, @Nullable Object value) {
    if (value == null) {
      addInt(NULL);
      return;
    }
    switch (type) {
      case TEXT -> add(((String) value).getBytes(StandardCharsets.UTF_8));
      case JSON -> add(Json.mapper().writeValueAsBytes(value));
      case BYTES -> add((byte[]) value);
      case NUMBER -> addLong((Long) value);
      case FLAG -> add(new byte[] {(byte) ((Boolean) value ? 1 : 0)});
      case INSTANT -> addLong(EPOCH.until((Instant) value, ChronoUnit.MICROS));
    }
  }

  private void add(byte[] value) {
    addInt(value.length);
    makeRoom(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void addInt(int value) {
    makeRoom(Integer.BYTES);
    ByteConverter.int4(bytes, length, value);
    length += Integer.BYTES;
  }

  private void addLong(long value) {
    addInt(Long.BYTES);
    makeRoom(Long.BYTES);
    ByteConverter.int8(bytes, length, value);
    length += Long.BYTES;
  }

  private void makeRoom(int size) {
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + size));
    }
  }

  private static int elementOf(Type type) {
    return switch (type) {
      case TEXT, JSON -> Oid.VARCHAR;
      case NUMBER -> Oid.INT8;
      case FLAG -> Oid.BOOL;
      case BYTES -> Oid.BYTEA;
      case INSTANT -> Oid.TIMESTAMPTZ;
    };
  }

  private static int arrayOf(Type type) {
    return switch (type) {
      case TEXT, JSON -> Oid.VARCHAR_ARRAY;
      case NUMBER -> Oid.INT8_ARRAY;
      case FLAG -> Oid.BOOL_ARRAY;
      case BYTES -> Oid.BYTEA_ARRAY;
      case INSTANT -> Oid.TIMESTAMPTZ_ARRAY;
    };
  }
}
