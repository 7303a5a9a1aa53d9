package dev.automat.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The statements of one database: those in its own folder, and for the rest those in common. */
final class Sql {

  private final String folder;
  private final Map<String, String> loaded = new ConcurrentHashMap<>();

  Sql(String folder) {
    this.folder = folder;
  }

  /** The text of a statement, with {@code <columns>} filled in. */
  String get(String name) {
    return loaded.computeIfAbsent(name, this::load);
  }

  private String load(String name) {
    String own = folder + "/" + name + ".sql";
    try (InputStream specific = Sql.class.getResourceAsStream(own);
        InputStream common = Sql.class.getResourceAsStream("common/" + name + ".sql")) {
      InputStream file = specific != null ? specific : common;
      if (file == null) {
        throw new IllegalStateException("no statement " + own);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .replace("<columns>", ResourceRow.COLUMNS);
    } catch (IOException e) {
      throw new UncheckedIOException("can not read statement " + own, e);
    }
  }
}
