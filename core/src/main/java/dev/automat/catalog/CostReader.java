package dev.automat.catalog;

import dev.automat.cost.CostLine;
import dev.automat.cost.PriceBook;
import dev.automat.expression.Template;
import dev.automat.expression.TypeWords;
import dev.automat.schema.Complaints;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what stands under {@code cost} of a mapping, and holds it against the price book. */
final class CostReader {

  private final PriceBook prices;
  private final String cloud;
  private final SettingsReader templates;
  private final Complaints complaints;

  CostReader(PriceBook prices, String cloud, SettingsReader templates, Complaints complaints) {
    this.prices = prices;
    this.cloud = cloud;
    this.templates = templates;
    this.complaints = complaints;
  }

  List<CostLine> read(JsonNode list, String pointer) {
    List<CostLine> lines = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      line(list.get(i), pointer + "/" + i).ifPresent(lines::add);
    }
    return lines;
  }

  private Optional<CostLine> line(JsonNode node, String pointer) {
    String key = node.path("price").asString();
    JsonNode by = node.path("by");
    Optional<PriceBook.Sort> sort = prices.sort(key);
    if (sort.isEmpty() && prices.isComplete()) {
      complaints.unknown(pointer + "/price", "price", key, prices.keys());
      return Optional.empty();
    }
    sort.ifPresent(known -> check(known, by, pointer));
    // Without prices, or with a wrong file of them, there are no amounts; golden paths there are.
    PriceBook.Sort meant =
        sort.orElseGet(() -> new PriceBook.Sort(cloud, "unit", List.copyOf(by.propertyNames())));
    Map<String, Template> of = templates.entries(by, pointer + "/by").entries();
    return Optional.of(
        new CostLine(
            node.path("item").asString(),
            key,
            meant,
            meant.by().stream()
                .flatMap(name -> Optional.ofNullable(of.get(name)).stream())
                .toList(),
            quantity(node.path("quantity"), pointer + "/quantity"),
            Optional.ofNullable(node.get("when"))
                .map(text -> templates.condition(text.asString(), pointer + "/when")),
            Optional.ofNullable(node.get("assumption")).map(JsonNode::asString),
            node.path("retained").asBoolean(false)));
  }

  private void check(PriceBook.Sort sort, JsonNode by, String pointer) {
    if (!sort.cloud().equals(cloud)) {
      complaints.add(
          pointer + "/price", "is a price of " + sort.cloud() + ", and this is made on " + cloud);
    }
    for (String name : by.propertyNames()) {
      if (!sort.by().contains(name)) {
        complaints.unknown(
            pointer + "/by/" + SettingsReader.escape(name),
            "part that this price goes by named",
            name,
            sort.by());
      }
    }
    for (String name : sort.by()) {
      if (!by.has(name)) {
        complaints.add(pointer, "the price goes by " + name + ": say which under by." + name);
      }
    }
  }

  private Template quantity(JsonNode node, String pointer) {
    Template quantity = templates.template(node, pointer);
    CelType type = quantity.type();
    boolean number =
        type.equals(SimpleType.INT)
            || type.equals(SimpleType.DOUBLE)
            || type.equals(SimpleType.DYN);
    if (!number) {
      complaints.add(
          pointer, "gives " + TypeWords.of(type) + ", and a quantity is a number: write ${…}");
    }
    return quantity;
  }
}
