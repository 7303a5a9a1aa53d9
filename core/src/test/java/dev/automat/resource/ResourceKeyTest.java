package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceKeyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "-",
        "a-",
        "-a",
        "a-b",
        "a--b",
        "1a",
        "a1",
        "A",
        "aB",
        "é",
        "aé",
        "a b",
        "a\n",
        "abcdefghij-bcdefghij-bcdefghij-bcdefghij",
        "abcdefghij-bcdefghij-bcdefghij-bcdefghijk",
        "abcdefghij-bcdefghij-bcdefghij-bcdefghi-"
      })
  void knowsANameByThePattern(String text) {
    assertEquals(ResourceKey.NAME.matcher(text).matches(), ResourceKey.isName(text), text);
  }

  @Test
  void knowsAnyNameByThePattern() {
    Random random = new Random(40);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("a");
      for (int length = random.nextInt(43); length > 0; length--) {
        text.append("abz019-----A".charAt(random.nextInt(i % 2 == 0 ? 7 : 12)));
      }
      knowsANameByThePattern(text.toString());
    }
  }
}
