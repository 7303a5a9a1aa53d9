package dev.automat.document;

import dev.automat.document.Document.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads YAML from the parser's events rather than its nodes: so nesting is bounded before anything
 * recurses, and anchors, tags and duplicate keys are seen where they stand.
 */
final class YamlTexts {

  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  private final String source;
  private final List<Document> documents = new ArrayList<>();
  private TreeBuilder tree;

  private YamlTexts(String source) {
    this.source = source;
    this.tree = new TreeBuilder(source);
  }

  static List<Document> read(String source, String text) {
    YamlTexts reader = new YamlTexts(source);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setSchema(new CoreSchema())
            .setCodePointLimit(Documents.MAX_BYTES)
            .build();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        reader.take(event);
      }
    } catch (MarkedYamlEngineException e) {
      throw new DocumentException(placeOf(source, e), "", words(e));
    } catch (ReaderException e) {
      throw new DocumentException(
          source + ":" + lineOf(text, e.getPosition()) + ":1",
          "",
          "the character U+%04X can not stand in YAML: remove it".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw new DocumentException(source + ":1:1", "", "is not YAML: " + e.getMessage());
    }
    return List.copyOf(reader.documents);
  }

  private void take(Event event) {
    switch (event) {
      case DocumentStartEvent _ -> tree = new TreeBuilder(source);
      case DocumentEndEvent _ -> finish();
      case AliasEvent alias -> throw refuse(alias, "aliases are not read: write the value out");
      case CollectionStartEvent start -> begin(start);
      case MappingEndEvent _, SequenceEndEvent _ -> tree.end();
      case ScalarEvent scalar -> scalar(scalar);
      default -> {
        // Begin and end of the stream and comments, which say nothing of the value. The event
        // classes are the parser's and not sealed.
      }
    }
  }

  private void finish() {
    tree.document().filter(document -> !document.root().isNull()).ifPresent(documents::add);
  }

  private void begin(CollectionStartEvent start) {
    refuseAnchor(start, start.getAnchor());
    boolean map = start instanceof MappingStartEvent;
    if (tree.awaitsKey()) {
      throw refuse(start, "a key must be text, not a " + (map ? "map" : "list"));
    }
    Tag expected = map ? Tag.MAP : Tag.SEQ;
    start
        .getTag()
        .filter(tag -> !tag.equals(expected.getValue()) && !tag.equals("!"))
        .ifPresent(
            tag -> {
              throw refuse(start, "the tag " + tag + " is not known: remove it");
            });
    tree.begin(map ? TreeBuilder.map() : TreeBuilder.list(), mark(start));
  }

  private void scalar(ScalarEvent scalar) {
    refuseAnchor(scalar, scalar.getAnchor());
    Tag tag = tagOf(scalar);
    if (tree.awaitsKey()) {
      if (!tag.equals(Tag.STR) && !tag.equals(Tag.MERGE)) {
        throw refuse(
            scalar,
            "a key must be text, and "
                + (scalar.getValue().isEmpty() ? "an empty key" : scalar.getValue())
                + " is none: quote it");
      }
      tree.key(scalar.getValue(), mark(scalar));
    } else {
      tree.value(valueOf(scalar, tag), mark(scalar));
    }
  }

  private Tag tagOf(ScalarEvent scalar) {
    return scalar
        .getTag()
        .map(Tag::new)
        .orElseGet(
            () ->
                RESOLVER.resolve(
                    scalar.getValue(), scalar.getImplicit().canOmitTagInPlainScalar()));
  }

  private JsonNode valueOf(ScalarEvent scalar, Tag tag) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    String text = scalar.getValue();
    if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE) || tag.getValue().equals("!")) {
      return nodes.stringNode(text);
    }
    if (!tag.equals(RESOLVER.resolve(text, true))
        && !(tag.equals(Tag.FLOAT) && RESOLVER.resolve(text, true).equals(Tag.INT))) {
      throw refuse(scalar, "the tag " + tag + " is not known, or does not fit the value");
    }
    if (tag.equals(Tag.NULL)) {
      return nodes.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return nodes.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
    }
    return tag.equals(Tag.INT) ? integer(text, mark(scalar)) : decimal(text, scalar);
  }

  private JsonNode integer(String text, Mark mark) {
    if (text.startsWith("0x")) {
      return tree.integer(text.substring(2), 16, mark);
    }
    return text.startsWith("0o")
        ? tree.integer(text.substring(2), 8, mark)
        : tree.integer(text, 10, mark);
  }

  private JsonNode decimal(String text, ScalarEvent scalar) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".inf") || lower.endsWith(".nan")) {
      throw refuse(scalar, "the number " + text + " has no finite value: quote it as text");
    }
    return tree.decimal(text, mark(scalar));
  }

  private void refuseAnchor(Event event, Optional<Anchor> anchor) {
    if (anchor.isPresent()) {
      throw refuse(
          event,
          "anchors are not read: remove &" + anchor.get().getValue() + " and write values out");
    }
  }

  private DocumentException refuse(Event event, String message) {
    return new DocumentException(tree.place(mark(event)), "", message);
  }

  private static Mark mark(Event event) {
    return event.getStartMark().map(YamlTexts::mark).orElse(new Mark(1, 1));
  }

  private static Mark mark(org.snakeyaml.engine.v2.exceptions.Mark mark) {
    return new Mark(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String placeOf(String source, MarkedYamlEngineException e) {
    Mark mark =
        e.getProblemMark().or(e::getContextMark).map(YamlTexts::mark).orElse(new Mark(1, 1));
    return source + ":" + mark.line() + ":" + mark.column();
  }

  private static String words(MarkedYamlEngineException e) {
    String context = Optional.ofNullable(e.getContext()).map(text -> text + ": ").orElse("");
    return "is not YAML: " + context + e.getProblem();
  }

  private static long lineOf(String text, int position) {
    return 1
        + text.codePoints().limit(Math.max(0, position)).filter(point -> point == '\n').count();
  }
}
