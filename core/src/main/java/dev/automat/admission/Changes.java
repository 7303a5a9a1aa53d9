package dev.automat.admission;

import dev.automat.catalog.InputMarks;
import dev.automat.catalog.Module;
import dev.automat.resource.Growth;
import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import dev.automat.spi.TypeDescriptor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What would change on a resource that exists, in inputs and settings.
 *
 * @param stands the plan that it has
 * @param plan the plan that it would get
 * @param module the version that {@code plan} was made with
 * @param type what the plugin says of the type of {@code plan}
 */
record Changes(Plan stands, Plan plan, Optional<Module> module, Optional<TypeDescriptor> type) {

  /** The changes that are not possible on what exists. */
  List<Violation> refused() {
    List<Violation> violations = new ArrayList<>();
    Set<String> told = new HashSet<>();
    module.ifPresent(known -> violations.addAll(inputs(known, told)));
    if (!plan.type().equals(stands.type())) {
      violations.add(
          new Violation(
              "/spec/moduleVersion",
              "would-replace",
              plan.module() + " makes it of " + plan.type() + ", and it is of " + stands.type(),
              wayOut()));
      return violations;
    }
    type.ifPresent(known -> violations.addAll(settings(known, told)));
    return violations;
  }

  /**
   * @param told takes the names of those that are refused
   */
  private List<Violation> inputs(Module known, Set<String> told) {
    List<Violation> violations = new ArrayList<>();
    for (Map.Entry<String, InputMarks> each : known.marks().entrySet()) {
      String input = each.getKey();
      Optional<Object> was = Optional.ofNullable(stands.inputs().get(input));
      Optional<Object> now = Optional.ofNullable(plan.inputs().get(input));
      if (was.isEmpty() || same(was, now)) {
        continue;
      }
      String pointer = place(input);
      if (each.getValue().immutable()) {
        told.add(input);
        String given = given(input, now);
        violations.add(
            new Violation(
                pointer,
                "immutable",
                input + " is " + was.get() + " and can not be changed" + given,
                setTo(input, given) + was.get() + ", or " + LiveChecks.ANOTHER));
      } else if (each.getValue().growOnly() && smaller(now, was)) {
        told.add(input);
        violations.add(growOnly(pointer, input, was.get(), given(input, now)));
      }
    }
    return violations;
  }

  /**
   * @param told inputs that are refused already: what is made from them needs no more words
   */
  private List<Violation> settings(TypeDescriptor known, Set<String> told) {
    List<Violation> violations = new ArrayList<>();
    Set<String> keys = new TreeSet<>(plan.settings().keySet());
    keys.addAll(stands.settings().keySet());
    for (String key : keys) {
      Optional<Object> was = Optional.ofNullable(stands.settings().get(key));
      Optional<Object> now = Optional.ofNullable(plan.settings().get(key));
      if (!same(was, now) && blame(key).filter(told::contains).isEmpty()) {
        setting(known, key, was, now).ifPresent(violations::add);
      }
    }
    return violations;
  }

  private Optional<Violation> setting(
      TypeDescriptor known, String key, Optional<Object> was, Optional<Object> now) {
    return switch (known.changeOf(key)) {
      case IN_PLACE -> Optional.empty();
      case GROW_ONLY ->
          was.isPresent() && smaller(now, was)
              ? Optional.of(growOnly(placeOf(key), key, was.get(), ""))
              : Optional.empty();
      case REPLACE ->
          Optional.of(
              new Violation(
                  placeOf(key),
                  "would-replace",
                  known.type()
                      + " can not change "
                      + key
                      + " from "
                      + was.map(Object::toString).orElse("nothing")
                      + " to "
                      + now.map(Object::toString).orElse("nothing")
                      + " in place",
                  wayOut()));
    };
  }

  /** Where the request was changed: at the size, if both values are of one, or at the input. */
  private String place(String input) {
    return isOfASize(stands, input) && isOfASize(plan, input)
        ? "/spec/size"
        : "/spec/inputs/" + input;
  }

  private static boolean isOfASize(Plan plan, String input) {
    return origin(plan, input).startsWith("size ");
  }

  private static String origin(Plan plan, String input) {
    return plan.origins().getOrDefault("/inputs/" + input, "");
  }

  /** Such as {@code ; size small has 10}: the request does not show the number. */
  private String given(String input, Optional<Object> now) {
    return isOfASize(plan, input)
        ? now.map(to -> "; " + origin(plan, input) + " has " + to).orElse("")
        : "";
  }

  private static Violation growOnly(String pointer, String what, Object was, String given) {
    return new Violation(
        pointer,
        "grow-only",
        what + " is " + was + " and can only become larger" + given,
        setTo(what, given) + was + " or more, or " + LiveChecks.ANOTHER);
  }

  private static String setTo(String what, String given) {
    return given.isEmpty() ? "set it to " : "take another size, or set " + what + " to ";
  }

  private String wayOut() {
    return "set it back, or "
        + LiveChecks.ANOTHER
        + (plan.stateful() ? "; what it holds is lost with it, so copy that before" : "");
  }

  /** Where the one changed input is that the setting is made from, or the spec as a whole. */
  private String placeOf(String setting) {
    return blame(setting).map(this::place).orElse("/spec");
  }

  private Optional<String> blame(String setting) {
    List<String> changed =
        module
            .flatMap(known -> known.provisioner(plan.placement().provisioner()))
            .map(mapping -> mapping.inputsOf(setting))
            .orElse(List.of())
            .stream()
            .filter(
                input ->
                    !same(
                        Optional.ofNullable(stands.inputs().get(input)),
                        Optional.ofNullable(plan.inputs().get(input))))
            .toList();
    return changed.size() == 1 ? Optional.of(changed.getFirst()) : Optional.empty();
  }

  /** A stored plan may come back with 10 where 10.0 was. */
  private static boolean same(Optional<Object> left, Optional<Object> right) {
    if (left.orElse("") instanceof Number one && right.orElse("") instanceof Number other) {
      return decimal(one).compareTo(decimal(other)) == 0;
    }
    return left.equals(right);
  }

  private static boolean smaller(Optional<Object> now, Optional<Object> was) {
    return now.isEmpty() || Growth.compare(now.get(), was.orElse("")).orElse(0) < 0;
  }

  private static BigDecimal decimal(Number number) {
    return new BigDecimal(number.toString());
  }
}
