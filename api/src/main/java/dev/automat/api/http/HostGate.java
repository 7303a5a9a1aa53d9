package dev.automat.api.http;

import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps web pages out while nobody has to say who they are. A page of another origin can reach a
 * loopback server by its address, and by a name of its own that it lets point here (DNS rebinding);
 * browsers tell both in headers that the page can not set.
 */
final class LoopbackGate {

  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

  /** W3C Fetch Metadata; another port of this machine is another origin. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private LoopbackGate() {}

  /** Why the request may not pass; empty if it may. */
  static Optional<Problem> refusal(HttpServerRequest request) {
    String host = lower(request, "Host");
    if (!LOOPBACK.matcher(host).matches()) {
      return Optional.of(
          Problem.of(
              ProblemCode.WRONG_HOST,
              "the Host '" + printable(host) + "' is not a name of this machine's loopback",
              "call it as localhost, 127.0.0.1 or [::1]"));
    }
    String origin = lower(request, "Origin");
    String site = lower(request, "Sec-Fetch-Site");
    boolean foreign =
        (!origin.isEmpty() && !origin.equals("http://" + host))
            || (!site.isEmpty() && !OWN_SITES.contains(site));
    return foreign
        ? Optional.of(
            Problem.of(
                ProblemCode.CROSS_SITE,
                "a web page of another origin may not call this server",
                "call it from a program, or from a page that it serves itself"))
        : Optional.empty();
  }

  private static String lower(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
  }

  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), 100)).replaceAll("[^ -~]", "?");
  }
}
