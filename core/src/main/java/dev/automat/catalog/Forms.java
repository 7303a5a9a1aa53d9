package dev.automat.catalog;

import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The JSON Schemas of the documents that platform engineers write. */
public final class Forms {

  /** Of {@code <kind>/kind.yaml}. */
  public static final Schema KIND = resource("kind.schema.json");

  /** Of {@code <kind>/<module>/<version>.yaml}. */
  public static final Schema MODULE = resource("module.schema.json");

  private Forms() {}

  private static Schema resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Forms.class.getResourceAsStream(name), "missing in the jar")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Schema.own(Json.read(text, JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " in the jar can not be read", e);
    }
  }
}
