package dev.automat.identity;

import dev.automat.document.Documents;
import dev.automat.expression.Expressions;
import dev.automat.expression.Variables;
import dev.cel.common.types.CelType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The claims of an issuer that grants may read, each with its type, so that a mistyped name is an
 * error at the start and not a role that nobody gets.
 */
public final class Claims {

  private static final String RESOURCE = "claims.yaml";
  private static final Map<String, ClaimType> KNOWN = known();
  private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9_]");

  /** How deep objects in claims are looked into. */
  private static final int DEEPEST = 4;

  private final Map<String, ClaimType> types;

  /**
   * @param own what this issuer has beside the well-known ones, by name as expressions write it
   */
  public Claims(Map<String, ClaimType> own) {
    types = new TreeMap<>(KNOWN);
    types.putAll(own);
  }

  private static Map<String, ClaimType> known() {
    try (InputStream in = Claims.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      Map<String, ClaimType> known = new TreeMap<>();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Documents.parse(RESOURCE, text)
          .root()
          .properties()
          .forEach(
              type ->
                  type.getValue()
                      .forEach(name -> known.put(name.asString(), ClaimType.of(type.getKey()))));
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What compiles grants. */
  Expressions expressions() {
    Map<String, CelType> variables = new HashMap<>();
    types.forEach((name, type) -> variables.put("claims." + name, type.cel()));
    return Expressions.takingTextApart(variables);
  }

  /** The claims of one token; what is not known, or not of its type, is left out. */
  Variables read(Map<String, Object> claims) {
    Map<String, Object> values = new HashMap<>();
    flatten("", claims, 1, values);
    values
        .entrySet()
        .removeIf(
            entry -> {
              ClaimType type = types.get(entry.getKey());
              return type == null || !type.fits(entry.getValue());
            });
    Map<String, Object> named = HashMap.newHashMap(values.size());
    values.forEach((name, value) -> named.put("claims." + name, value));
    return Variables.of(named);
  }

  private static void flatten(
      String prefix, Map<?, ?> claims, int depth, Map<String, Object> values) {
    claims.forEach(
        (name, value) -> {
          String key = prefix + NO_WORD.matcher(String.valueOf(name)).replaceAll("_");
          if (value instanceof Map<?, ?> inner && depth < DEEPEST) {
            flatten(key + ".", inner, depth + 1, values);
          } else if (value instanceof Number number && !(value instanceof Double)) {
            values.put(key, number.longValue());
          } else if (value != null) {
            values.put(key, value);
          }
        });
  }
}
