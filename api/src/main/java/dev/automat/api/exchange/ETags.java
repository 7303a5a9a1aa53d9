package dev.automat.api.exchange;

import dev.automat.resource.Resource;
import java.util.Arrays;
import java.util.Optional;

/** {@code "<uid>-<generation>"}: stands for spec and labels (RFC 9110, section 8.8.3). */
public final class ETags {

  private ETags() {}

  /** With its quotes, as in a header. */
  public static String of(Resource resource) {
    return of(resource.uid(), resource.generation());
  }

  /** As the other, of what has that uid and generation. */
  public static String of(String uid, long generation) {
    return '"' + uid + "-" + generation + '"';
  }

  /** Whether an {@code If-None-Match} names the resource as it stands. Weak tags compare equal. */
  public static boolean matches(String header, Resource resource) {
    return matches(header, of(resource));
  }

  /** As the other, of what has that tag. */
  public static boolean matches(String header, String etag) {
    return header.strip().equals("*")
        || Arrays.stream(header.split(",", -1))
            .map(tag -> tag.strip().replaceFirst("^W/", ""))
            .anyMatch(etag::equals);
  }

  /**
   * The tag of an {@code If-Match}, without quotes. {@code *} is empty here: the caller checks that
   * the resource exists.
   *
   * @throws ProblemException if it is not one strong tag
   */
  public static Optional<String> expected(String header) {
    String tag = header.strip();
    if (tag.equals("*")) {
      return Optional.empty();
    }
    if (!tag.matches("\"[!#-~]{1,100}\"")) {
      throw Problem.of(
              ProblemCode.INVALID_HEADER,
              "If-Match is not one ETag",
              "send the ETag of the last answer as it was, with its quotes")
          .exception();
    }
    return Optional.of(tag.substring(1, tag.length() - 1));
  }
}
