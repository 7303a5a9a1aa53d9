package dev.automat.api.exchange;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.Documents;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The body of a request.
 *
 * @param contentType as sent; empty if nothing was said
 */
@SuppressWarnings(
    "ArrayRecordComponent") // bytes come straight from the wire; nothing compares them
public record Payload(String contentType, byte[] bytes) {

  private static final String SOURCE = "body";

  private static final Pattern EMPTY = Pattern.compile("\\s*+((\\{\\s*+}|null)\\s*+)?+");

  /** Without parameters; what nobody named is JSON. */
  private Format format() {
    if (contentType.isBlank()) {
      return Format.JSON;
    }
    int parameters = contentType.indexOf(';');
    String type =
        contentType
            .substring(0, parameters < 0 ? contentType.length() : parameters)
            .strip()
            .toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/json" -> Format.JSON;
      case "application/yaml", "text/yaml", "application/x-yaml", "text/x-yaml" -> Format.YAML;
      // curl -d says so of whatever it sends.
      case "application/x-www-form-urlencoded" ->
          firstCharacter() == '{' || firstCharacter() == '[' ? Format.JSON : unsupported();
      default -> type.endsWith("+json") ? Format.JSON : unsupported();
    };
  }

  private Format unsupported() {
    throw Problem.of(
            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
            "the content type " + contentType.strip() + " can not be read",
            "send application/json or application/yaml")
        .exception();
  }

  private char firstCharacter() {
    for (byte b : bytes) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return (char) b;
      }
    }
    return ' ';
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Also an empty object or {@code null}, which many clients send where nothing is to be said. */
  public boolean saysNothing() {
    return isEmpty() || EMPTY.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).matches();
  }

  /**
   * The one value of the body.
   *
   * @throws ProblemException if it can not be read
   */
  public JsonNode value() {
    Format format = format();
    requireContent();
    return switch (format) {
      case JSON -> JsonBody.read(bytes);
      case YAML -> yaml(() -> List.of(Documents.parse(SOURCE, text()))).getFirst().root();
    };
  }

  /**
   * All values of the body: the entries of a JSON array, or the documents of YAML.
   *
   * @throws ProblemException if it can not be read
   */
  public List<JsonNode> values() {
    Format format = format();
    requireContent();
    List<JsonNode> roots =
        switch (format) {
          case JSON -> List.of(JsonBody.read(bytes));
          case YAML ->
              yaml(() -> Documents.parseAll(SOURCE, text())).stream().map(Document::root).toList();
        };
    return roots.stream()
        .flatMap(root -> root.isArray() ? root.valueStream() : Stream.of(root))
        .toList();
  }

  private void requireContent() {
    if (isEmpty()) {
      throw Problem.of(
              ProblemCode.EMPTY_BODY,
              "the request has no body",
              "send a document such as {\"spec\": {\"environment\": \"dev\"}}")
          .exception();
    }
  }

  private String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("the body is not UTF-8 text");
    }
  }

  private static List<Document> yaml(Supplier<List<Document>> read) {
    try {
      return read.get();
    } catch (DocumentException e) {
      throw malformed(String.join("; ", e.complaints().stream().map(Object::toString).toList()));
    }
  }

  static ProblemException malformed(String detail) {
    return Problem.of(ProblemCode.MALFORMED_BODY, detail, "correct the text at that place")
        .exception();
  }

  private enum Format {
    JSON,
    YAML
  }

  /** How much there is; a body is nobody else's business. */
  @Override
  public String toString() {
    return "Payload[" + contentType + ", " + bytes.length + " bytes]";
  }

  /** No body. */
  public static Payload none() {
    return new Payload("", new byte[0]);
  }
}
