package dev.automat.document;

import dev.automat.document.Document.Mark;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads JSON and keeps the places. */
final class JsonTexts {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonTexts() {}

  /** Empty if the text is not JSON, so that it may yet be YAML. */
  static Optional<Document> read(String source, String text) {
    TreeBuilder tree = new TreeBuilder(source);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      int depth = 0;
      while (true) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return tree.document();
        }
        if (depth == 0 && tree.document().isPresent()) {
          return Optional.empty();
        }
        depth += step(tree, parser, token);
      }
    } catch (JacksonException e) {
      // Not lost: the YAML parser reads the same text next, and its complaint is the one shown,
      // because a text in braces that is not JSON may well be a YAML flow map.
      return Optional.empty();
    }
  }

  private static int step(TreeBuilder tree, JsonParser parser, JsonToken token) {
    Mark mark = mark(parser.currentTokenLocation());
    return switch (token) {
      case START_OBJECT -> {
        tree.begin(TreeBuilder.map(), mark);
        yield 1;
      }
      case START_ARRAY -> {
        tree.begin(TreeBuilder.list(), mark);
        yield 1;
      }
      case END_OBJECT, END_ARRAY -> {
        tree.end();
        yield -1;
      }
      case PROPERTY_NAME -> {
        tree.key(parser.currentName(), mark);
        yield 0;
      }
      case VALUE_STRING,
          VALUE_NUMBER_INT,
          VALUE_NUMBER_FLOAT,
          VALUE_TRUE,
          VALUE_FALSE,
          VALUE_NULL,
          VALUE_EMBEDDED_OBJECT,
          NOT_AVAILABLE -> {
        scalar(tree, parser, token, mark);
        yield 0;
      }
    };
  }

  private static void scalar(TreeBuilder tree, JsonParser parser, JsonToken token, Mark mark) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    switch (token) {
      case VALUE_STRING -> tree.value(nodes.stringNode(parser.getString()), mark);
      case VALUE_NUMBER_INT -> tree.value(tree.integer(parser.getString(), 10, mark), mark);
      case VALUE_NUMBER_FLOAT -> tree.value(tree.decimal(parser.getString(), mark), mark);
      case VALUE_TRUE -> tree.value(nodes.booleanNode(true), mark);
      case VALUE_FALSE -> tree.value(nodes.booleanNode(false), mark);
      case VALUE_NULL -> tree.value(nodes.nullNode(), mark);
      case START_OBJECT,
          START_ARRAY,
          END_OBJECT,
          END_ARRAY,
          PROPERTY_NAME,
          VALUE_EMBEDDED_OBJECT,
          NOT_AVAILABLE ->
          throw new IllegalStateException("a text has no scalar of " + token);
    }
  }

  private static Mark mark(TokenStreamLocation location) {
    return new Mark(location.getLineNr(), location.getColumnNr());
  }
}
