package dev.automat.cli;

import dev.automat.resource.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lays a bill beside the estimates. */
@Command(
    name = "reconcile",
    description = {
      "Lay a bill in the form of FOCUS beside the estimates, resource by resource.",
      "Ends with 1 if something is billed that is no resource, or a resource that costs something"
          + " is on no bill."
    },
    mixinStandardHelpOptions = true)
final class CostsReconcileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = "--focus",
      required = true,
      paramLabel = "FILE",
      description = "The bill of one month, as CSV in the form of FOCUS 1.x.")
  private Path file = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table or json.")
  private Format format = Format.table;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    FocusBill bill = FocusBill.read(file);
    try (ApiClient client = server.client()) {
      ObjectNode report = compare(bill, CostsCommand.ask(client, "/v1/costs?limit=500").items());
      console.say(format == Format.table ? text(report) : format.write(report));
      return report.path("unmatched").isEmpty() && report.path("notBilled").isEmpty()
          ? ExitCode.OK
          : ExitCode.FAILED;
    }
  }

  /** What is on both, on the bill alone, and on no bill. */
  static ObjectNode compare(FocusBill bill, List<JsonNode> estimates) {
    ObjectNode report = Json.object();
    ArrayNode matched = report.putArray("matched");
    ArrayNode unmatched = report.putArray("unmatched");
    ArrayNode notBilled = report.putArray("notBilled");
    Set<String> known = new HashSet<>();
    for (JsonNode item : estimates) {
      String uid = item.path("uid").asString();
      String currency = item.path("currency").asString();
      BigDecimal estimated = new BigDecimal(item.path("monthly").asString());
      known.add(uid);
      Optional<FocusBill.Charge> charge = Optional.ofNullable(bill.ours().get(uid));
      if (charge.isPresent()) {
        BigDecimal billed = charge.get().in(currency);
        entry(matched, item)
            .put("billed", billed.toPlainString())
            .put("difference", billed.subtract(estimated).toPlainString());
        // What is billed in a currency that was not estimated in is nobody's estimate.
        charge.get().amounts().entrySet().stream()
            .filter(other -> !other.getKey().equals(currency))
            .forEach(other -> unmatched(unmatched, uid, other.getKey(), other.getValue()));
      } else if (estimated.signum() > 0) {
        entry(notBilled, item);
      }
    }
    bill.ours()
        .forEach(
            (uid, charge) -> {
              if (!known.contains(uid)) {
                charge.amounts().forEach((in, amount) -> unmatched(unmatched, uid, in, amount));
              }
            });
    bill.others()
        .forEach(
            (id, charge) ->
                charge.amounts().forEach((in, amount) -> unmatched(unmatched, id, in, amount)));
    return report;
  }

  private static ObjectNode entry(ArrayNode list, JsonNode item) {
    return list.addObject()
        .put("uid", item.path("uid").asString())
        .put("team", item.path("team").asString())
        .put("kind", item.path("kind").asString())
        .put("name", item.path("name").asString())
        .put("currency", item.path("currency").asString())
        .put("estimated", item.path("monthly").asString());
  }

  private static void unmatched(ArrayNode list, String id, String currency, BigDecimal amount) {
    if (amount.signum() != 0) {
      list.addObject()
          .put("resource", id)
          .put("currency", currency)
          .put("billed", amount.toPlainString());
    }
  }

  private static String text(ObjectNode report) {
    List<String> parts = new ArrayList<>();
    if (!report.path("matched").isEmpty()) {
      parts.add(
          Format.table(
              List.of("TEAM", "KIND", "NAME", "ESTIMATED", "BILLED", "DIFFERENCE", "CURRENCY"),
              rows(
                  report.path("matched"),
                  "team",
                  "kind",
                  "name",
                  "estimated",
                  "billed",
                  "difference",
                  "currency")));
    }
    if (!report.path("unmatched").isEmpty()) {
      parts.add("billed, and no resource that you may see:");
      parts.add(
          Format.table(
              List.of("RESOURCE", "BILLED", "CURRENCY"),
              rows(report.path("unmatched"), "resource", "billed", "currency")));
    }
    if (!report.path("notBilled").isEmpty()) {
      parts.add("estimated to cost something, and on no bill:");
      parts.add(
          Format.table(
              List.of("TEAM", "KIND", "NAME", "UID", "ESTIMATED", "CURRENCY"),
              rows(
                  report.path("notBilled"),
                  "team",
                  "kind",
                  "name",
                  "uid",
                  "estimated",
                  "currency")));
    }
    return parts.isEmpty()
        ? "nothing is billed, and nothing costs anything"
        : String.join("\n", parts);
  }

  private static List<List<String>> rows(JsonNode list, String... fields) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode entry : list) {
      List<String> row = new ArrayList<>();
      for (String field : fields) {
        row.add(entry.path(field).asString(""));
      }
      rows.add(row);
    }
    return rows;
  }
}
