package dev.automat.admission;

import dev.automat.catalog.Mapping;
import dev.automat.catalog.MergedInputs;
import dev.automat.expression.ExpressionException;
import dev.automat.expression.Variables;
import dev.automat.resource.Json;
import dev.automat.schema.Schema.Problem;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a plugin is asked for, made of sound inputs.
 *
 * @param violations take what is wrong with it
 */
record SettingsMaking(
    Mapping target, MergedInputs inputs, Variables variables, Violations violations) {

  /** The rule of settings that their plugin does not take. */
  static final String INVALID = "invalid-setting";

  /**
   * What came of it.
   *
   * @param whole whether no setting failed
   */
  record Made(Map<String, Object> settings, SortedMap<String, String> links, boolean whole) {}

  Made make() {
    Set<String> failed = new HashSet<>();
    Map<String, Object> settings =
        target.settings(
            variables,
            (setting, reason) -> {
              failed.add(setting);
              violations.add(
                  blame(setting),
                  "expression-failed",
                  "the setting " + setting + " of " + target.type() + ": " + reason,
                  "change the value; if it is right, tell the authors of the module");
            });
    boolean valid = check(settings, failed);
    return new Made(settings, links(), failed.isEmpty() && valid);
  }

  private boolean check(Map<String, Object> settings, Set<String> failed) {
    boolean valid = true;
    for (Problem problem : target.check(Json.tree(settings))) {
      String setting = problem.pointer().isEmpty() ? "" : problem.pointer().substring(1);
      if (failed.contains(setting.split("/", 2)[0])) {
        continue; // That it is missing is no second mistake.
      }
      valid = false;
      violations.add(
          blame(setting.split("/", 2)[0]),
          INVALID,
          "the setting " + setting + " of " + target.type() + " " + problem.message(),
          "change the value; if it is right, tell the authors of the module");
    }
    return valid;
  }

  private SortedMap<String, String> links() {
    try {
      return target.links(variables);
    } catch (ExpressionException e) {
      violations.add(
          "/spec",
          "expression-failed",
          "a link of " + target.type() + ": " + e.getMessage(),
          "tell the authors of the module");
      return Collections.emptySortedMap();
    }
  }

  /** The input that made the setting; of several the one that the request set. */
  private String blame(String setting) {
    List<String> made = target.inputsOf(setting);
    List<String> asked =
        made.stream()
            .filter(name -> "request".equals(inputs.origins().get("/inputs/" + name)))
            .toList();
    List<String> suspects = asked.isEmpty() ? made : asked;
    if (suspects.isEmpty()) {
      return "/spec";
    }
    return "/spec/inputs" + (suspects.size() == 1 ? "/" + suspects.getFirst() : "");
  }
}
