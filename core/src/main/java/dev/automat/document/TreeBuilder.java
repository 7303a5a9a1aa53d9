package dev.automat.document;

import dev.automat.document.Document.Mark;
import dev.automat.resource.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a document of what a parser meets, and refuses what neither form may hold. */
final class TreeBuilder {

  private final String source;
  private final Map<String, Mark> marks = new LinkedHashMap<>();
  private final Deque<Frame> open = new ArrayDeque<>();
  private Optional<JsonNode> root = Optional.empty();
  private Optional<Key> key = Optional.empty();

  TreeBuilder(String source) {
    this.source = source;
  }

  /** Whether a key of a map must come next. */
  boolean awaitsKey() {
    return !open.isEmpty() && open.getFirst().node() instanceof ObjectNode && key.isEmpty();
  }

  void key(String name, Mark mark) {
    Frame frame = open.getFirst();
    String pointer = frame.pointer() + "/" + escape(name);
    if (frame.node().has(name)) {
      throw new DocumentException(
          place(mark),
          pointer,
          "the key \""
              + name
              + "\" stands twice, first in line "
              + markOf(pointer).line()
              + ": remove one");
    }
    key = Optional.of(new Key(name, mark));
  }

  void value(JsonNode value, Mark mark) {
    add(value, mark);
  }

  void begin(JsonNode container, Mark mark) {
    if (open.size() >= Documents.MAX_DEPTH) {
      throw new DocumentException(
          place(mark), "", "is nested deeper than " + Documents.MAX_DEPTH + " levels");
    }
    open.push(new Frame(container, add(container, mark)));
  }

  void end() {
    open.pop();
  }

  /** The document, or empty if there was nothing but space and comments. */
  Optional<Document> document() {
    return root.map(node -> new Document(source, node, Map.copyOf(marks)));
  }

  String place(Mark mark) {
    return source + ":" + mark.line() + ":" + mark.column();
  }

  JsonNode integer(String digits, int radix, Mark mark) {
    try {
      return JsonNodeFactory.instance.numberNode(Long.parseLong(digits, radix));
    } catch (NumberFormatException e) {
      throw new DocumentException(
          place(mark), "", "the number " + digits + " does not fit in 64 bits: quote it as text");
    }
  }

  JsonNode decimal(String digits, Mark mark) {
    double value = Double.parseDouble(digits);
    if (!Double.isFinite(value)) {
      throw new DocumentException(
          place(mark), "", "the number " + digits + " has no finite value: quote it as text");
    }
    return JsonNodeFactory.instance.numberNode(value);
  }

  /** Adds it to what is open, and returns its pointer. */
  private String add(JsonNode value, Mark mark) {
    if (open.isEmpty()) {
      root = Optional.of(value);
      marks.put("", mark);
      return "";
    }
    Frame frame = open.getFirst();
    String pointer =
        switch (frame.node()) {
          case ArrayNode list -> {
            list.add(value);
            marks.put(frame.pointer() + "/" + (list.size() - 1), mark);
            yield frame.pointer() + "/" + (list.size() - 1);
          }
          case JsonNode map -> {
            Key current = key.orElseThrow();
            ((ObjectNode) map).set(current.name(), value);
            String at = frame.pointer() + "/" + escape(current.name());
            marks.put(at, nearer(current.mark(), mark));
            yield at;
          }
        };
    key = Optional.empty();
    return pointer;
  }

  /** A value that begins on a later line than its key is looked for at the key. */
  private static Mark nearer(Mark keyMark, Mark valueMark) {
    return keyMark.line() == valueMark.line() ? valueMark : keyMark;
  }

  private Mark markOf(String pointer) {
    return Optional.ofNullable(marks.get(pointer)).orElse(new Mark(1, 1));
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  static ObjectNode map() {
    return Json.object();
  }

  static ArrayNode list() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private record Frame(JsonNode node, String pointer) {}

  private record Key(String name, Mark mark) {}
}
