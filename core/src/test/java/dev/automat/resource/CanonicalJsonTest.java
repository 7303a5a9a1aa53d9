package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The canonical form against the library that is written by an author of RFC 8785. */
class CanonicalJsonTest {

  @Test
  void sortsKeysByCodeUnitsAndEscapesAsTheRfcSays() throws IOException {
    same(
        """
        {"\\u20ac":"Euro","\\r":"Return","\\ufb33":"Dalet","1":"One","\\ud83d\\ude00":"Smile","\\u0080":"C","\\u00f6":"o",
         "numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0,9007199254740993,1e21,10.0],
         "string":"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/\\u007f\\t\\b\\f","literals":[null,true,false]}
        """);
  }

  @Test
  void agreesOnAnyTree() throws IOException {
    Random random = new Random(8785);
    for (int i = 0; i < 2000; i++) {
      same(Json.write(tree(random, 4)));
    }
  }

  @Test
  void writesPlainValuesAsTheTreeOfThem() throws IOException {
    Random random = new Random(53);
    for (int i = 0; i < 2000; i++) {
      ObjectNode tree = (ObjectNode) tree(random, 4);
      String expected = new JsonCanonicalizer(Json.write(tree)).getEncodedString();
      Map<String, Object> plain = Json.map(tree);
      assertEquals(expected, text(CanonicalJson.write(plain)));
      assertEquals(expected, text(CanonicalJson.write(new TreeMap<>(plain))));
      SortedMap<String, Object> backwards = new TreeMap<>(Comparator.reverseOrder());
      backwards.putAll(plain);
      assertEquals(expected, text(CanonicalJson.write(backwards)));
    }
  }

  @Test
  void refusesWhatJsonDoesNotHave() {
    assertThrows(
        IllegalArgumentException.class, () -> CanonicalJson.write(Map.of("at", Instant.EPOCH)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void same(String json) throws IOException {
    JsonNode node = Json.read(json, JsonNode.class);
    assertEquals(new JsonCanonicalizer(json).getEncodedString(), text(Json.canonical(node)));
  }

  private static JsonNode tree(Random random, int depth) {
    ObjectNode object = Json.object();
    ArrayNode array = object.putArray("list");
    for (int i = 0; i < random.nextInt(6); i++) {
      String key = text(random);
      switch (random.nextInt(depth > 0 ? 7 : 5)) {
        case 0 -> object.put(key, text(random));
        case 1 -> object.put(key, random.nextLong());
        case 2 -> object.put(key, random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
        case 3 -> object.put(key, random.nextBoolean());
        case 4 -> array.add(random.nextInt(100_000) / 8.0);
        case 5 -> object.set(key, tree(random, depth - 1));
        default -> array.add(tree(random, depth - 1));
      }
    }
    return object;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < random.nextInt(8); i++) {
      text.appendCodePoint(
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> 0x80 + random.nextInt(0xd000);
            case 2 -> 0xe000 + random.nextInt(0x1ff0);
            default -> 0x10000 + random.nextInt(0xfffff);
          });
    }
    return text.toString();
  }
}
