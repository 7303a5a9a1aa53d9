package dev.automat.testkit.gcp;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The filter of {@code instances.list}: {@code field:value} terms, all of which must hold,
 * separated by blanks or {@code AND}; fields with dots, as in {@code
 * settings.userLabels.team:shop}.
 */
record SqlFilter(String text) {

  private static final Pattern BETWEEN = Pattern.compile("\\s+(AND\\s+)?");

  /**
   * @throws SqlRefusal if it is none that the fake understands
   */
  boolean fits(ObjectNode instance) throws SqlRefusal {
    for (String term : BETWEEN.split(text.strip(), -1)) {
      if (term.isEmpty()) {
        continue;
      }
      int colon = term.indexOf(':');
      if (colon <= 0) {
        throw SqlRefusal.invalid("filter \"" + text + "\"");
      }
      JsonNode value = instance;
      for (String part : term.substring(0, colon).split("\\.", -1)) {
        value = value.path(part);
      }
      if (!value.asString("").equals(term.substring(colon + 1))) {
        return false;
      }
    }
    return true;
  }
}
