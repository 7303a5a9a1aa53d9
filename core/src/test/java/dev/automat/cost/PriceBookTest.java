package dev.automat.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prices that come with Automat, and files that are wrong. */
class PriceBookTest {

  private static final PriceBook BOOK = PriceBook.load(Path.of("..", "modules", "prices"));

  @TempDir private Path catalogue;
  private Path directory = Path.of("");

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectories(catalogue.resolve("paths/prices"));
  }

  @Test
  void allFilesThatComeWithAutomatAreUsable() {
    assertEquals(List.of(), BOOK.rejected());
    assertTrue(BOOK.files().size() >= 8);
  }

  @Test
  void agreesWithWellKnownListPrices() {
    assertPrice("0.40", "sqs.standard.requests");
    assertPrice("0.50", "sqs.fifo.requests");
    assertPrice("0.017", "rds.mysql.instance", "db.t3.micro", "single-az");
    assertPrice("0.171", "rds.mysql.instance", "db.m5.large", "single-az");
    assertPrice("0.115", "rds.gp3.storage", "single-az");
  }

  @Test
  void twoZonesCostTwiceAsMuch() {
    BigDecimal two = new BigDecimal(2);
    for (String cls : List.of("db.t3.micro", "db.m5.large", "db.m7g.large", "db.m7g.2xlarge")) {
      assertEquals(
          0,
          amount("rds.mysql.instance", cls, "multi-az")
              .compareTo(amount("rds.mysql.instance", cls, "single-az").multiply(two)),
          cls);
    }
    assertEquals(
        0,
        amount("rds.gp3.storage", "multi-az")
            .compareTo(amount("rds.gp3.storage", "single-az").multiply(two)));
  }

  @Test
  void whatRunsHereCostsNothingWhateverTheRegionIsCalled() {
    Price here = BOOK.find("local.machine", "basement", List.of()).orElseThrow();
    assertEquals(BigDecimal.ZERO, here.first());
  }

  @Test
  void namesThePlaceOfEachMistake() throws IOException {
    write(
        "toy.yaml",
        """
        cloud: toy
        service: Toys
        region: here
        currency: EUR
        effective: 2026-11-29
        prices:
          - key: toy.car
            unit: hour
            by: [class]
            amounts:
              - {of: [small], amount: "1.5"}
              - {of: [small], amount: "2"}
              - {amount: "3"}
          - key: toy.track
            unit: metre
            amounts:
              - tiers:
                  - {upTo: "10", amount: "2"}
                  - {upTo: "10", amount: "1"}
                  - {amount: "0.5"}
        """);

    assertEquals(
        List.of(
            "paths/prices/toy.yaml:12:9: /prices/0/amounts/1: there is a price for [small]"
                + " already: remove one",
            "paths/prices/toy.yaml:13:9: /prices/0/amounts/2: names [], and toy.car goes by"
                + " [class]: name each",
            "paths/prices/toy.yaml:19:20: /prices/1/amounts/0/tiers/1/upTo: must be more than 10",
            "paths/prices/toy.yaml:1:1: names no source: say where its amounts can be checked"),
        PriceBook.load(directory).rejected().getFirst().reasons());
  }

  @Test
  void anAmountWithoutQuotesIsRefusedSinceItWouldNotBeExact() throws IOException {
    write("toy.yaml", file("EUR", "toy.car").replace("\"1.5\"", "1.5"));

    String reason = PriceBook.load(directory).rejected().getFirst().reasons().getFirst();
    assertTrue(reason.startsWith("paths/prices/toy.yaml:10:24: "), reason);
  }

  @Test
  void twoCurrenciesOfOneCloudAreRefused() throws IOException {
    write("a.yaml", file("EUR", "toy.car"));
    write("b.yaml", file("USD", "toy.track"));

    PriceBook book = PriceBook.load(directory);

    assertEquals(1, book.files().size());
    assertEquals(
        List.of(
            "paths/prices/b.yaml:4:11: /currency: other files of toy are in EUR: amounts of two"
                + " currencies can not be added up"),
        book.rejected().getFirst().reasons());
  }

  private static String file(String currency, String key) {
    return """
    cloud: toy
    service: Toys
    region: here
    currency: %s
    effective: 2026-11-29
    source: https://example.com/prices
    prices:
      - key: %s
        unit: hour
        amounts: [{amount: "1.5"}]
    """
        .formatted(currency, key);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static void assertPrice(String amount, String key, String... of) {
    assertEquals(new BigDecimal(amount), amount(key, of));
  }

  private static BigDecimal amount(String key, String... of) {
    return BOOK.find(key, "us-east-1", List.of(of)).orElseThrow().first();
  }
}
