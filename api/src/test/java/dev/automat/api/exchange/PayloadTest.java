package dev.automat.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.automat.resource.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PayloadTest {

  private static Payload payload(String type, String text) {
    return new Payload(type, text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '{\"a\":1}'",
    "application/json, '{\"a\":1}'",
    "Application/JSON; charset=utf-8, '{\"a\":1}'",
    "application/merge-patch+json, '{\"a\":1}'",
    "application/yaml, 'a: 1'",
    "text/yaml; charset=utf-8, 'a: 1'",
    "application/x-yaml, '{a: 1}'",
    "application/x-www-form-urlencoded, ' {\"a\":1}'",
  })
  void readsTheSameInEveryFormat(String type, String text) {
    assertEquals("{\"a\":1}", Json.write(payload(type, text).value()));
  }

  @Test
  void yamlAndJsonOfOneDocumentAreEqual() {
    JsonNode json = payload("application/json", "{\"a\":1,\"b\":[true,1.5,\"x\"]}").value();
    JsonNode yaml = payload("application/yaml", "a: 1\nb: [true, 1.5, x]").value();

    assertEquals(json, yaml);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, '[{\"a\":1},{\"a\":2}]'",
    "application/yaml, '- a: 1\n- a: 2'",
    "application/yaml, 'a: 1\n---\na: 2'",
  })
  void readsManyDocuments(String type, String text) {
    assertEquals(2, payload(type, text).values().size());
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, a=1, UNSUPPORTED_MEDIA_TYPE",
    "text/html, {}, UNSUPPORTED_MEDIA_TYPE",
    "application/json, '', EMPTY_BODY",
    "application/json, ' ', MALFORMED_BODY",
    "application/yaml, '# nothing', MALFORMED_BODY",
    "application/json, '{\"a\":1}x', MALFORMED_BODY",
    "application/json, NaN, MALFORMED_BODY",
  })
  void refusesWhatItCanNotRead(String type, String text, ProblemCode code) {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> payload(type, text).value());

    assertEquals(code, refused.problem().code());
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "' \n', true",
    "{}, true",
    "' { } \n', true",
    "'{\"a\":1}', false",
    "{, false",
    "[], false",
    "' null \n', true",
    "nullable, false",
    "{}null, false",
  })
  void anEmptyObjectAndNullSayNothing(String text, boolean nothing) {
    assertEquals(nothing, payload("", text).saysNothing());
  }

  @Test
  void refusesWhatIsNotUtf8() {
    Payload latin = new Payload("application/yaml", new byte[] {'a', ':', ' ', (byte) 0xe4});

    assertEquals(
        ProblemCode.MALFORMED_BODY,
        assertThrows(ProblemException.class, latin::value).problem().code());
  }

  @Test
  void itsTextFormShowsNoBody() {
    assertEquals(
        "Payload[application/json, 6 bytes]", payload("application/json", "secret").toString());
  }
}
