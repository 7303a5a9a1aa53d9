package dev.automat.cost;

import dev.automat.cost.PriceBook.Sort;
import dev.automat.cost.PriceRefresh.Wanted;
import dev.automat.document.Documents;
import dev.automat.resource.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/**
 * One price file as it is written.
 *
 * @param head cloud, service, region, currency, and source and note once there are some
 * @param sorts by key, in their order
 * @param amounts in their order
 */
public record PriceFileText(
    SequencedMap<String, String> head,
    Optional<LocalDate> effective,
    SequencedMap<String, Sort> sorts,
    SequencedMap<Wanted, List<Tier>> amounts) {

  /** One that does not exist yet. */
  public static PriceFileText empty(String cloud, String service, String region, String currency) {
    SequencedMap<String, String> head = new LinkedHashMap<>();
    head.put("cloud", cloud);
    head.put("service", service);
    head.put("region", region);
    head.put("currency", currency);
    return new PriceFileText(head, Optional.empty(), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /**
   * Reads a file that the book has taken.
   *
   * @throws IOException if it can not be read
   */
  public static PriceFileText read(Path file) throws IOException {
    JsonNode root = Documents.parse(file.toString(), Files.readString(file)).root();
    PriceFileText empty =
        empty(
            root.path("cloud").asString(),
            root.path("service").asString(),
            root.path("region").asString(),
            root.path("currency").asString());
    PriceFileText text =
        empty.dated(
            LocalDate.parse(root.path("effective").asString()),
            root.path("source").asString(""),
            root.path("note").asString(""));
    for (JsonNode price : root.path("prices")) {
      Sort sort =
          new Sort(
              root.path("cloud").asString(),
              price.path("unit").asString(),
              price.path("by").valueStream().map(JsonNode::asString).toList());
      for (JsonNode amount : price.path("amounts")) {
        text =
            text.with(
                price.path("key").asString(),
                sort,
                amount.path("of").valueStream().map(JsonNode::asString).toList(),
                tiers(amount));
      }
    }
    return text;
  }

  private static List<Tier> tiers(JsonNode amount) {
    return amount.has("amount")
        ? List.of(new Tier(Optional.empty(), new BigDecimal(amount.path("amount").asString())))
        : amount
            .path("tiers")
            .valueStream()
            .map(
                tier ->
                    new Tier(
                        Optional.ofNullable(tier.get("upTo"))
                            .map(end -> new BigDecimal(end.asString())),
                        new BigDecimal(tier.path("amount").asString())))
            .toList();
  }

  /** The prices of a key, by what they go by. */
  List<List<String>> of(String key) {
    return amounts.keySet().stream()
        .filter(price -> price.key().equals(key))
        .map(Wanted::of)
        .toList();
  }

  Optional<List<Tier>> tiers(String key, List<String> of) {
    return Optional.ofNullable(amounts.get(new Wanted(key, of)));
  }

  /** All that it has a price for. */
  List<Wanted> wanted() {
    return List.copyOf(amounts.keySet());
  }

  PriceFileText with(String key, Sort sort, List<String> of, List<Tier> tiers) {
    SequencedMap<String, Sort> allSorts = new LinkedHashMap<>(sorts);
    allSorts.put(key, sort);
    SequencedMap<Wanted, List<Tier>> all = new LinkedHashMap<>(amounts);
    all.put(new Wanted(key, List.copyOf(of)), List.copyOf(tiers));
    return new PriceFileText(head, effective, allSorts, all);
  }

  PriceFileText dated(LocalDate day, String source, String note) {
    SequencedMap<String, String> next = new LinkedHashMap<>(head);
    next.put("source", source);
    next.put("note", note);
    return new PriceFileText(next, Optional.of(day), sorts, amounts);
  }

  /** As YAML. */
  public String yaml() {
    StringBuilder yaml = new StringBuilder();
    for (String field : List.of("cloud", "service", "region", "currency")) {
      yaml.append(field).append(": ").append(head.getOrDefault(field, "")).append('\n');
    }
    effective.ifPresent(day -> yaml.append("effective: ").append(day).append('\n'));
    for (String field : List.of("source", "note")) {
      Optional.ofNullable(head.get(field))
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> yaml.append(field).append(": ").append(quoted(text)).append('\n'));
    }
    yaml.append("prices:\n");
    for (Map.Entry<String, Sort> sort : sorts.entrySet()) {
      yaml.append("  - key: ").append(sort.getKey()).append('\n');
      yaml.append("    unit: ").append(sort.getValue().unit()).append('\n');
      if (!sort.getValue().by().isEmpty()) {
        yaml.append("    by: [").append(String.join(", ", sort.getValue().by())).append("]\n");
      }
      yaml.append("    amounts:\n");
      amounts.forEach(
          (price, tiers) -> {
            if (price.key().equals(sort.getKey())) {
              amount(price.of(), tiers, yaml);
            }
          });
    }
    return yaml.toString();
  }

  private static void amount(List<String> of, List<Tier> tiers, StringBuilder yaml) {
    String names = of.isEmpty() ? "" : "of: [" + String.join(", ", of) + "], ";
    if (tiers.size() == 1) {
      yaml.append("      - {").append(names).append("amount: ");
      yaml.append(money(tiers.getFirst().amount())).append("}\n");
      return;
    }
    List<String> parts = new ArrayList<>();
    for (Tier tier : tiers) {
      parts.add(
          "{"
              + tier.upTo().map(end -> "upTo: " + quoted(Amounts.text(end)) + ", ").orElse("")
              + "amount: "
              + money(tier.amount())
              + "}");
    }
    yaml.append("      - {").append(names).append("tiers: [");
    yaml.append(String.join(", ", parts)).append("]}\n");
  }

  /** With two decimals at least, as people write amounts; of nothing, none. */
  private static String money(BigDecimal amount) {
    BigDecimal exact = amount.stripTrailingZeros();
    return quoted(
        exact.signum() == 0 ? "0" : exact.setScale(Math.max(2, exact.scale())).toPlainString());
  }

  /** As JSON, which YAML understands. */
  private static String quoted(String text) {
    return Json.write(text);
  }
}
