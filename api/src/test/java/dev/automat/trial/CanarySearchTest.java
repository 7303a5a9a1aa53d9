package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that finds nothing proves nothing, unless it finds what was put there. */
class CanarySearchTest {

  private static final String SECRET = "p\"ss/w+rd & Zeichen ü";

  private final CanarySearch search = new CanarySearch().add("it", SECRET);

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "{\"password\":\"", "\u0000\u0001"})
  void findsItWhereverItBegins(String before) {
    String text = before + SECRET + " and more";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(Set.of("it"), search.in(bytes));
    assertEquals(Set.of("it in hex"), search.in(HexFormat.of().formatHex(bytes)));
    assertEquals(Set.of("it in hex"), search.in(HexFormat.of().withUpperCase().formatHex(bytes)));
    assertEquals(Set.of("it in base64"), search.in(Base64.getEncoder().encodeToString(bytes)));
    assertEquals(Set.of("it in base64"), search.in(Base64.getUrlEncoder().encodeToString(bytes)));
    assertEquals(Set.of("it in UTF-16"), search.in(text.getBytes(StandardCharsets.UTF_16BE)));
    assertEquals(Set.of("it in UTF-16"), search.in(text.getBytes(StandardCharsets.UTF_16LE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:p%22ss%2Fw%2Brd%20%26%20Zeichen%20%C3%BC@h/d",
        "?password=p%22ss%2Fw%2Brd+%26+Zeichen+%C3%BC"
      })
  void findsItInAUrl(String url) {
    assertEquals(Set.of("it URL-encoded"), search.in(url));
  }

  @Test
  void findsItInJson() {
    assertEquals(Set.of("it in JSON"), search.in("{\"a\":\"p\\\"ss/w+rd & Zeichen ü\"}"));
  }

  @Test
  void findsAKeyThatIsNoText() {
    byte[] key = {0, -1, 17, 99, -77, 4, 5, 6, 7, 8, 9, 10, 11, 12, -13, 14};
    CanarySearch keys = new CanarySearch().add("key", key);
    assertEquals(Set.of("key"), keys.in(key));
    assertEquals(
        Set.of("key in base64"), keys.in("\"value\":\"" + Base64.getEncoder().encodeToString(key)));
  }

  @Test
  void findsNothingInWhatOnlyResemblesIt() {
    for (String text : List.of("", "p", SECRET.substring(1), SECRET.replace('w', 'W'))) {
      assertTrue(search.in(text).isEmpty(), text);
    }
  }

  @Test
  void saysWhichFilesHoldIt(@TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("deep/er"));
    Files.writeString(directory.resolve("clean"), "nothing");
    byte[] page = new byte[100_000];
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(secret, 0, page, page.length - secret.length, secret.length);
    Files.write(directory.resolve("deep/er/page"), page);
    Map<String, Set<String>> found = search.inFiles(directory);
    assertFalse(found.isEmpty());
    assertEquals(Map.of("deep/er/page", Set.of("it")), found);
  }
}
