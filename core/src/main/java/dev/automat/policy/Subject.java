package dev.automat.policy;

import dev.automat.expression.Variables;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A plan, as rules see it.
 *
 * @param module name of the module
 * @param cloud name of the provisioner
 * @param values what checks read, by full name, as {@link RuleVariables} declares them
 */
public record Subject(
    String kind,
    String module,
    String environment,
    String cloud,
    String team,
    Map<String, Object> values) {

  boolean has(String variable) {
    return values.containsKey(variable);
  }

  Variables variables() {
    return Variables.of(values);
  }

  /** Those of the variables that have no value. */
  List<String> missing(Collection<String> variables) {
    return variables.stream().filter(name -> !has(name)).toList();
  }
}
