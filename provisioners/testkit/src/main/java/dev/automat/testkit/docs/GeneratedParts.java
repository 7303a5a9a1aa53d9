package dev.automat.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of which parts are generated. Each stands between {@code <!-- generated: name -->} and
 * {@code <!-- end of name -->}.
 *
 * @param page in the module whose test it is
 */
public record GeneratedParts(Path page) {

  /** Set to {@code true}, it has the parts written anew. */
  private static final String UPDATE = "readme.update";

  /** The page with these parts. */
  public String with(Map<String, String> parts) {
    String text = read();
    for (Map.Entry<String, String> part : parts.entrySet()) {
      String begin = "<!-- generated: %s -->\n".formatted(part.getKey());
      String end = "<!-- end of %s -->".formatted(part.getKey());
      Matcher place =
          Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(end), Pattern.DOTALL)
              .matcher(text);
      if (!place.find()) {
        throw new AssertionError(page + " has no part " + part.getKey());
      }
      text =
          place.replaceFirst(
              Matcher.quoteReplacement(begin + part.getValue().strip() + "\n" + end));
    }
    return text;
  }

  /** The page as it is. */
  public String read() {
    try {
      return Files.readString(page);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Whether to write rather than to check. */
  public static boolean isUpdate() {
    return Boolean.getBoolean(UPDATE);
  }

  /** Replaces the page. */
  public void write(String text) {
    try {
      Files.writeString(page, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * What to do about a page that has drifted.
   *
   * @param module the folder of the module, such as {@code provisioners/aws}
   * @param test the class that writes it
   */
  public static String remedy(String module, String test) {
    return "the page says something else than the code; write it anew with: mvn test"
        + " -pl %s -am -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -D%s=true"
            .formatted(module, test, UPDATE);
  }
}
