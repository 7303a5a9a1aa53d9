package dev.automat.api.handler;

import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.ProblemException;
import dev.automat.resource.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the next page begins. Opaque to clients, and bound to the filters of the page before. */
final class Cursor {

  private static final int MARK = 8;

  private Cursor() {}

  static String write(String lastUid, String filters) {
    String plain = mark(filters) + lastUid;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  static String read(String cursor, String filters) {
    String plain;
    try {
      plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refuse("it is not a cursor");
    }
    if (!plain.matches("[0-9a-f]{" + MARK + "}[a-z2-7]{20}")) {
      throw refuse("it is not a cursor");
    }
    if (!plain.startsWith(mark(filters))) {
      throw refuse("it belongs to a page with other filters");
    }
    return plain.substring(MARK);
  }

  private static String mark(String filters) {
    String digest = Json.digest(filters);
    return digest.substring(digest.length() - MARK);
  }

  private static ProblemException refuse(String why) {
    return Problem.of(
            ProblemCode.INVALID_PARAMETER,
            "the parameter cursor can not be used: " + why,
            "send the next of the page before with the same filters, or begin without cursor")
        .exception();
  }
}
