package dev.automat.provisioner.aws.conformance;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the command was asked for: options with one value each. */
record Arguments(Map<String, String> options) {

  static final String USAGE =
      """
      usage: ./automat conformance --target moto|localstack|real [--types TYPE,...] [--record true]
             with --target real also:
               --config FILE --account NAME --region REGION   where, as a platform configuration has it
               --confirm-account ID                           the account's 12 digits, once more
               --max-cost AMOUNT                              such as 5USD: more is refused
      It makes, changes and deletes things. --record true keeps the results in provisioners/CONFORMANCE.md.\
      """;

  private static final Set<String> KNOWN =
      Set.of(
          "--target",
          "--types",
          "--record",
          "--config",
          "--account",
          "--region",
          "--confirm-account",
          "--max-cost");

  private static final Pattern COST = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,2})?) ?USD");

  static Arguments of(List<String> words) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      String option = words.get(i);
      if (!KNOWN.contains(option) || i + 1 == words.size()) {
        throw new Refused(
            (KNOWN.contains(option) ? option + " needs a value" : "there is no option " + option)
                + "\n"
                + USAGE);
      }
      options.put(option, words.get(i + 1));
    }
    return new Arguments(options);
  }

  Target target() {
    return Target.named(required("--target"))
        .orElseThrow(() -> new Refused("--target is moto, localstack or real\n" + USAGE));
  }

  /** Those that were asked for, or all that the target has. */
  List<String> types() {
    Target target = target();
    List<String> asked =
        optional("--types").map(types -> List.of(types.split(","))).orElseGet(target::types);
    asked.stream()
        .filter(type -> !target.has(type))
        .findFirst()
        .ifPresent(
            type -> {
              throw new Refused(
                  "%s can not be run against %s; only %s can. Its samples name keys, roles and sizes that only a stand-in takes"
                      .formatted(type, target.title(), String.join(", ", target.types())));
            });
    return asked;
  }

  boolean isRecorded() {
    return optional("--record").filter("true"::equals).isPresent();
  }

  Path config() {
    return Path.of(required("--config"));
  }

  String required(String option) {
    return optional(option).orElseThrow(() -> new Refused(option + " is missing\n" + USAGE));
  }

  BigDecimal maxCost() {
    Matcher cost = COST.matcher(required("--max-cost"));
    if (!cost.matches()) {
      throw new Refused("--max-cost is an amount such as 5USD, not " + options.get("--max-cost"));
    }
    return new BigDecimal(cost.group(1));
  }

  private Optional<String> optional(String option) {
    return Optional.ofNullable(options.get(option));
  }

  @Override
  public String toString() {
    return options.entrySet().stream()
        .map(option -> option.getKey() + " " + option.getValue())
        .collect(Collectors.joining(" "));
  }
}
