package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * What stands in a parameter group.
 *
 * @param group its name
 */
record Parameters(Place place, String group) {

  /** The most that ModifyDBParameterGroup and ResetDBParameterGroup take at a time. */
  private static final int MOST = 20;

  private static final String DYNAMIC = "dynamic";

  /** Those that were set in the group; all others have RDS's defaults. */
  Map<String, String> set() {
    Map<String, String> set = new TreeMap<>();
    place
        .rds()
        .describeDBParametersPaginator(
            request -> request.dbParameterGroupName(group).source("user"))
        .parameters()
        .stream()
        .filter(parameter -> parameter.parameterValue() != null)
        .forEach(parameter -> set.put(parameter.parameterName(), parameter.parameterValue()));
    return set;
  }

  /** Sets what is wanted, and gives back to RDS's default what is not. */
  void become(Map<String, String> want) {
    Map<String, String> got = set();
    Map<String, String> written = new TreeMap<>(want);
    written
        .entrySet()
        .removeIf(
            each ->
                got.containsKey(each.getKey())
                    && Equivalence.sameValue(each.getValue(), got.getOrDefault(each.getKey(), "")));
    Map<String, String> reset = new TreeMap<>(got);
    reset.keySet().removeAll(want.keySet());
    if (written.isEmpty() && reset.isEmpty()) {
      return;
    }
    Map<String, ApplyMethod> methods = methods();
    for (List<Parameter> batch : batches(written, methods)) {
      place
          .rds()
          .modifyDBParameterGroup(request -> request.dbParameterGroupName(group).parameters(batch));
    }
    for (List<Parameter> batch : batches(reset, methods)) {
      place
          .rds()
          .resetDBParameterGroup(
              request ->
                  request.dbParameterGroupName(group).resetAllParameters(false).parameters(batch));
    }
  }

  /**
   * When each parameter can be applied: RDS refuses {@code immediate} for a static one, and leaves
   * a dynamic one that is not immediate until the next restart.
   */
  private Map<String, ApplyMethod> methods() {
    Map<String, ApplyMethod> methods = new HashMap<>();
    place
        .rds()
        .describeDBParametersPaginator(request -> request.dbParameterGroupName(group))
        .parameters()
        .stream()
        .filter(parameter -> DYNAMIC.equals(parameter.applyType()))
        .forEach(parameter -> methods.put(parameter.parameterName(), ApplyMethod.IMMEDIATE));
    return methods;
  }

  private static List<List<Parameter>> batches(
      Map<String, String> values, Map<String, ApplyMethod> methods) {
    List<Parameter> all = new ArrayList<>();
    values.forEach(
        (name, value) ->
            all.add(
                Parameter.builder()
                    .parameterName(name)
                    .parameterValue(value)
                    .applyMethod(methods.getOrDefault(name, ApplyMethod.PENDING_REBOOT))
                    .build()));
    List<List<Parameter>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST) {
      batches.add(List.copyOf(all.subList(from, Math.min(all.size(), from + MOST))));
    }
    return batches;
  }
}
