package dev.automat.api.exchange;

import dev.automat.document.Documents;
import dev.automat.resource.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/** Reads JSON from strangers: bounded, strict, and without what a store could not keep. */
final class JsonBody {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Documents.MAX_DEPTH)
                  .maxNumberLength(400)
                  .build())
          .build();

  private JsonBody() {}

  static JsonNode read(byte[] bytes) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      JsonNode root = tree(parser);
      if (root == null || root.isMissingNode()) {
        throw Payload.malformed("the body holds no value");
      }
      if (parser.nextToken() != null) {
        throw Payload.malformed(
            "something follows the document" + place(parser.currentTokenLocation()));
      }
      check(root, "");
      return root;
    } catch (StreamConstraintsException e) {
      throw Payload.malformed(
          "the body is nested deeper than "
              + Documents.MAX_DEPTH
              + " levels, or holds a number or key that is too long");
    } catch (JacksonException e) {
      throw Payload.malformed(firstLine(e.getOriginalMessage()) + place(e.getLocation()));
    }
  }

  /** It stops at a whole number beyond 64 bits, which is JSON all the same. */
  private static JsonNode tree(JsonParser parser) {
    try {
      return Json.mapper().readTree(parser);
    } catch (InputCoercionException e) {
      throw tooLarge(parser.streamReadContext().pathAsPointer().toString());
    }
  }

  /** Without the place where the parser believes to have begun: ours is of the mistake. */
  private static String firstLine(String message) {
    return "not JSON: "
        + message.lines().findFirst().orElse("").replaceAll(" \\(start marker at \\[.*]\\)", "");
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  /** RFC 7493 (I-JSON) in what matters here: whole Unicode, and numbers that others can read. */
  private static void check(JsonNode node, String pointer) {
    switch (node.getNodeType()) {
      case OBJECT ->
          node.properties()
              .forEach(
                  property -> {
                    checkText(property.getKey(), pointer);
                    check(property.getValue(), pointer + "/" + property.getKey());
                  });
      case ARRAY -> {
        for (int i = 0; i < node.size(); i++) {
          check(node.get(i), pointer + "/" + i);
        }
      }
      case STRING -> checkText(node.stringValue(), pointer);
      case NUMBER -> checkNumber(node, pointer);
      case BOOLEAN, NULL, MISSING, BINARY, POJO -> {
        // Nothing can be wrong with them.
      }
    }
  }

  private static void checkText(String text, String pointer) {
    Consumer<String> refuse =
        what -> {
          throw Payload.malformed("the text at '" + pointer + "' holds " + what);
        };
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        refuse.accept("the character U+0000, which no database keeps");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        refuse.accept("half of a surrogate pair, which is no character");
      }
    }
  }

  private static void checkNumber(JsonNode node, String pointer) {
    boolean readable =
        node.isIntegralNumber() ? node.canConvertToLong() : Double.isFinite(node.doubleValue());
    if (!readable) {
      throw tooLarge(pointer);
    }
  }

  private static ProblemException tooLarge(String pointer) {
    return Payload.malformed(
        "the number at '" + pointer + "' is too large: quote it if it is meant as text");
  }
}
