package dev.automat.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a plan is estimated to cost in a month of 730 hours, at list prices. Amounts are decimal
 * text, since a number of JSON is a binary fraction to many readers.
 *
 * @param currency ISO 4217; there is one for all lines
 * @param monthly the sum of the lines that have an amount
 * @param complete whether every line has one; if not, {@code monthly} is the least it costs
 * @param lines what it is made of
 * @param retained what goes on costing after its deletion, such as a final snapshot; not in {@code
 *     monthly}
 * @param prices which prices those are; absent if none was known
 */
@JsonPropertyOrder({"currency", "monthly", "complete", "lines", "retained", "prices"})
public record Cost(
    String currency,
    String monthly,
    boolean complete,
    List<Line> lines,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Line> retained,
    Optional<Prices> prices) {

  public Cost {
    retained = retained == null ? List.of() : List.copyOf(retained);
  }

  /** {@code monthly} as a number. */
  public BigDecimal amount() {
    return new BigDecimal(monthly);
  }

  /** As it is written, without a tree. */
  SortedMap<String, Object> members() {
    SortedMap<String, Object> members = new TreeMap<>();
    members.put("currency", currency);
    members.put("monthly", monthly);
    members.put("complete", complete);
    members.put("lines", lines.stream().map(Line::members).toList());
    if (!retained.isEmpty()) {
      members.put("retained", retained.stream().map(Line::members).toList());
    }
    prices.ifPresent(of -> members.put("prices", Map.of("effective", of.effective())));
    return members;
  }

  /**
   * One thing that is paid for.
   *
   * @param quantity of units in a month
   * @param unit such as {@code hour} or {@code GB-month}
   * @param unitPrice of the first unit; absent if it is not known
   * @param monthly rounded to two decimals; absent if the price is not known
   * @param assumption what the quantity takes for granted
   * @param unknown which price is not known, if so
   */
  @JsonPropertyOrder({"item", "quantity", "unit", "unitPrice", "monthly", "assumption", "unknown"})
  public record Line(
      String item,
      String quantity,
      String unit,
      Optional<String> unitPrice,
      Optional<String> monthly,
      Optional<String> assumption,
      Optional<String> unknown) {

    private SortedMap<String, Object> members() {
      SortedMap<String, Object> members = new TreeMap<>();
      members.put("item", item);
      members.put("quantity", quantity);
      members.put("unit", unit);
      unitPrice.ifPresent(price -> members.put("unitPrice", price));
      monthly.ifPresent(amount -> members.put("monthly", amount));
      assumption.ifPresent(text -> members.put("assumption", text));
      unknown.ifPresent(text -> members.put("unknown", text));
      return members;
    }
  }

  /**
   * Which prices those are.
   *
   * @param effective the oldest of their dates
   */
  public record Prices(String effective) {}
}
