package dev.automat.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.expression.Template;
import dev.automat.expression.Template.Constant;
import dev.automat.expression.Variables;
import dev.automat.resource.Cost;
import dev.cel.common.types.SimpleType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds of the arithmetic whatever the prices are: seeded, a thousand cases each. */
class ArithmeticTest {

  private static final int CASES = 1_000;
  private static final LocalDate DAY = LocalDate.of(2026, 11, 29);

  @Test
  void moreNeverCostsLess() {
    for (int seed = 0; seed < CASES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Price price = price("GB-month", random);
      BigDecimal less = decimal(random, 5_000);
      BigDecimal more = less.add(decimal(random, 5_000));
      assertTrue(price.of(less).compareTo(price.of(more)) <= 0, "seed " + seed);
    }
  }

  @Test
  void noTierBeginsWithALeap() {
    BigDecimal step = new BigDecimal("0.000001");
    for (int seed = 0; seed < CASES; seed++) {
      Price price = price("GB-month", new SplittableRandom(seed));
      BigDecimal dearest =
          price.tiers().stream().map(Tier::amount).max(BigDecimal::compareTo).orElseThrow();
      for (Tier tier : price.tiers()) {
        if (tier.upTo().isPresent()) {
          BigDecimal edge = tier.upTo().get();
          BigDecimal leap = price.of(edge.add(step)).subtract(price.of(edge.subtract(step)));
          assertTrue(
              leap.compareTo(dearest.multiply(step.add(step))) <= 0, "seed " + seed + ": " + leap);
        }
      }
    }
  }

  @Test
  void aQuantityCostsWhatItsPartsInTheTiersCost() {
    for (int seed = 0; seed < CASES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Price price = price("GB-month", random);
      BigDecimal quantity = decimal(random, 5_000);
      BigDecimal sum = BigDecimal.ZERO;
      BigDecimal from = BigDecimal.ZERO;
      for (Tier tier : price.tiers()) {
        BigDecimal to = tier.upTo().map(quantity::min).orElse(quantity).max(from);
        sum = sum.add(price.of(to).subtract(price.of(from)));
        assertEquals(
            0,
            price
                .of(to)
                .subtract(price.of(from))
                .compareTo(to.subtract(from).multiply(tier.amount())),
            "seed " + seed);
        from = to;
      }
      assertEquals(0, sum.compareTo(price.of(quantity)), "seed " + seed);
    }
  }

  @Test
  void linesAddUpToTheTotalAsTheyAreShown() {
    for (int seed = 0; seed < CASES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Cost cost = estimate(random, 1 + random.nextInt(6));
      BigDecimal sum =
          cost.lines().stream()
              .map(line -> new BigDecimal(line.monthly().orElseThrow()))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertEquals(0, sum.compareTo(cost.amount()), "seed " + seed);
      assertEquals(2, cost.amount().scale());
      assertTrue(cost.complete());
    }
  }

  @Test
  void hundredthsComeBackAsTheyWere() {
    for (int seed = 0; seed < CASES; seed++) {
      BigDecimal amount = Amounts.rounded(decimal(new SplittableRandom(seed), 1_000_000));
      assertEquals(amount, Amounts.ofHundredths(Amounts.hundredths(amount)));
    }
  }

  private static Cost estimate(SplittableRandom random, int many) {
    Map<String, PriceBook.Sort> sorts = new HashMap<>();
    Map<PriceBook.Place, Price> prices = new HashMap<>();
    List<CostLine> lines = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String unit = random.nextBoolean() ? Price.HOUR : "GB-month";
      PriceBook.Sort sort = new PriceBook.Sort("toy", unit, List.of());
      sorts.put("price." + i, sort);
      prices.put(new PriceBook.Place("price." + i, "here", List.of()), price(unit, random));
      lines.add(
          new CostLine(
              "item " + i,
              "price." + i,
              sort,
              List.of(),
              quantity(random),
              Optional.empty(),
              Optional.empty(),
              false));
    }
    PriceFile file =
        new PriceFile("toy.yaml", "toy", "Toy", "here", "EUR", DAY, Optional.of("https://toy"));
    PriceBook book = new PriceBook(sorts, prices, List.of(file), List.of());
    return Estimate.of(lines, book, "here", Variables.of(Map.of())).orElseThrow();
  }

  private static Template quantity(SplittableRandom random) {
    return random.nextBoolean()
        ? new Constant((long) random.nextInt(10_000), SimpleType.INT)
        : new Constant(random.nextInt(1_000_000) / 1000.0, SimpleType.DOUBLE);
  }

  private static Price price(String unit, SplittableRandom random) {
    List<Tier> tiers = new ArrayList<>();
    BigDecimal from = BigDecimal.ZERO;
    for (int i = random.nextInt(4); i > 0; i--) {
      from = from.add(decimal(random, 1_000)).add(BigDecimal.ONE);
      tiers.add(new Tier(Optional.of(from), decimal(random, 3)));
    }
    tiers.add(new Tier(Optional.empty(), decimal(random, 3)));
    return new Price(unit, "EUR", tiers, DAY);
  }

  private static BigDecimal decimal(SplittableRandom random, int below) {
    return BigDecimal.valueOf(random.nextLong(below * 10_000L), 4);
  }
}
