package dev.automat.api.http;

import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.config.Configuration;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps web pages of others out. A page of another origin can reach this server by its address, and
 * by a name of its own that it lets point here (DNS rebinding); browsers tell both in headers that
 * the page can not set.
 */
final class HostGate {

  private static final Pattern HOST =
      Pattern.compile("([a-z0-9._-]{1,255}|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** W3C Fetch Metadata; another port of this machine is another origin. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Set<String> names = new TreeSet<>(LOOPBACK);
  private final String scheme;

  HostGate(Configuration.Http settings) {
    settings.publicHosts().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    this.scheme = settings.isSecure() ? "https://" : "http://";
  }

  /** Why the request may not pass; empty if it may. */
  Optional<Problem> refusal(HttpServerRequest request) {
    String host = lower(request, "Host");
    if (!isOurs(host)) {
      return Optional.of(
          Problem.of(
              ProblemCode.WRONG_HOST,
              "the Host '" + printable(host) + "' is not a name of this server",
              "call it as "
                  + String.join(", ", names)
                  + "; whoever runs it can add names with http.publicHosts"));
    }
    String origin = lower(request, "Origin");
    String site = lower(request, "Sec-Fetch-Site");
    boolean foreign =
        (!origin.isEmpty() && !origin.equals(scheme + host))
            || (!site.isEmpty() && !OWN_SITES.contains(site));
    return foreign
        ? Optional.of(
            Problem.of(
                ProblemCode.CROSS_SITE,
                "a web page of another origin may not call this server",
                "call it from a program, or from a page that it serves itself"))
        : Optional.empty();
  }

  private boolean isOurs(String host) {
    Matcher matcher = HOST.matcher(host);
    return matcher.matches() && names.contains(matcher.group(1));
  }

  private static String lower(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
  }

  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), 100)).replaceAll("[^ -~]", "?");
  }
}
