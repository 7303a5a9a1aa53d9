package dev.automat.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cost.ListedPrice.Listing;
import dev.automat.cost.PriceRefresh.Found;
import dev.automat.cost.PriceRefresh.Wanted;
import dev.automat.cost.PriceSource.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of clouds, in the forms in which they publish them, cut to a few prices. */
class OfficialListTest {

  private static final Path PRICES = Path.of("..", "modules", "prices");

  private static final String SQS =
      """
      {"formatVersion": "v1.0", "offerCode": "AWSQueueService", "publicationDate": "2026-11-20T18:31:04Z",
       "products": {
        "S1": {"sku": "S1", "productFamily": "API Request", "attributes": {"regionCode": "us-east-1", "queueType": "Standard"}},
        "S2": {"sku": "S2", "productFamily": "API Request", "attributes": {"regionCode": "us-east-1", "queueType": "FIFO (first-in, first-out)"}}},
       "terms": {"OnDemand": {
        "S1": {"S1.J": {"priceDimensions": {
          "S1.J.2": {"beginRange": "100000000000", "endRange": "Inf", "unit": "Requests", "pricePerUnit": {"USD": "0.0000003000"}},
          "S1.J.1": {"beginRange": "0", "endRange": "100000000000", "unit": "Requests", "pricePerUnit": {"USD": "0.0000004000"}}}}},
        "S2": {"S2.J": {"priceDimensions": {
          "S2.J.1": {"beginRange": "0", "endRange": "Inf", "unit": "Requests", "pricePerUnit": {"USD": "0.0000005000"}}}}}}}}
      """;

  private static final String SKUS =
      """
      {"skus": [
        {"name": "services/9662-B51E-5089/skus/0009", "skuId": "0009", "description": "Cloud SQL for PostgreSQL: Zonal - vCPU in Frankfurt",
         "category": {"serviceDisplayName": "Cloud SQL", "resourceFamily": "ApplicationServices", "resourceGroup": "SQLGen2Instances", "usageType": "OnDemand"},
         "serviceRegions": ["europe-west3"],
         "pricingInfo": [{"effectiveTime": "2026-11-20T10:00:00.000Z", "pricingExpression": {"usageUnit": "h",
           "tieredRates": [{"startUsageAmount": 0, "unitPrice": {"currencyCode": "USD", "units": "0", "nanos": 41300000}}]}}]},
        {"skuId": "0010", "description": "Message Delivery Basic",
         "category": {"serviceDisplayName": "Cloud Pub/Sub", "usageType": "OnDemand"},
         "serviceRegions": ["global", "europe-west3"],
         "pricingInfo": [{"effectiveTime": "2026-11-19T10:00:00.000Z", "pricingExpression": {"usageUnit": "TiBy",
           "tieredRates": [{"startUsageAmount": 0, "unitPrice": {"currencyCode": "USD", "units": "0", "nanos": 0}},
                           {"startUsageAmount": 0.009765625, "unitPrice": {"currencyCode": "USD", "units": "40", "nanos": 0}}]}}]}],
       "nextPageToken": ""}
      """;

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static PriceRefresh refresh(String service) throws IOException {
    Service found =
        PriceSource.load(PRICES.resolve("lists/aws.yaml")).services().stream()
            .filter(each -> each.name().equals(service))
            .findFirst()
            .orElseThrow();
    return new PriceRefresh(PriceBook.load(PRICES), "aws", found, "us-east-1");
  }

  private static Map<Wanted, Found> sqs() throws IOException {
    PriceRefresh refresh = refresh("AWSQueueService");
    Listing listing = AwsOffers.read(stream(SQS), refresh::wants);
    assertEquals(LocalDate.of(2026, 11, 20), listing.published());
    return refresh.against(listing, PriceFileText.read(PRICES.resolve("aws-sqs-us-east-1.yaml")));
  }

  @Test
  void amountsAreOfOurUnitAndTiersInTheirOrder() throws IOException {
    Map<Wanted, Found> found = sqs();
    Found.Changed standard =
        assertInstanceOf(
            Found.Changed.class, found.get(new Wanted("sqs.standard.requests", List.of())));
    assertEquals("0.4 up to 100000, 0.3", PriceRefresh.text(standard.after()));
    assertEquals(
        "0.5",
        PriceRefresh.text(
            assertInstanceOf(
                    Found.Same.class, found.get(new Wanted("sqs.fifo.requests", List.of())))
                .tiers()));
  }

  @Test
  void whatIsListedTwiceWithTwoAmountsStaysAsItIs() throws IOException {
    PriceRefresh refresh = refresh("AWSQueueService");
    ListedPrice one = listed("1", "0.0000005");
    ListedPrice other = listed("2", "0.0000007");
    Found.Kept kept =
        assertInstanceOf(
            Found.Kept.class,
            refresh
                .against(
                    new Listing("AWSQueueService", LocalDate.EPOCH, List.of(one, other)),
                    PriceFileText.read(PRICES.resolve("aws-sqs-us-east-1.yaml")))
                .get(new Wanted("sqs.fifo.requests", List.of())));
    assertEquals("it is listed as 0.5; it is listed as 0.7", kept.why().orElseThrow());
  }

  private static ListedPrice listed(String sku, String amount) {
    return new ListedPrice(
        sku,
        Map.of("productFamily", "API Request", "queueType", "FIFO (first-in, first-out)"),
        "Requests",
        "USD",
        List.of(new Tier(Optional.empty(), new BigDecimal(amount))));
  }

  @Test
  void aSkuOfGoogleStandsForEachOfItsRegions() throws IOException {
    Listing listing = GcpSkus.read(stream(SKUS), _ -> true);
    assertEquals(LocalDate.of(2026, 11, 20), listing.published());
    assertEquals(3, listing.prices().size());
    ListedPrice cpu = listing.prices().getFirst();
    assertEquals("europe-west3", cpu.attributes().get("region"));
    assertEquals("SQLGen2Instances", cpu.attributes().get("resourceGroup"));
    assertEquals("0.0413", PriceRefresh.text(cpu.tiers()));
    assertEquals("h", cpu.unit());
    assertEquals("0 up to 0.009765625, 40", PriceRefresh.text(listing.prices().getLast().tiers()));
  }

  @Test
  void whatIsNoListIsSaidToBeNone() {
    for (String text : List.of("", "{", "{}", "[]", "<html/>")) {
      String aws =
          assertThrows(IOException.class, () -> AwsOffers.read(stream(text), _ -> true))
              .getMessage();
      assertTrue(aws.startsWith("is no offer file"), text + ": " + aws);
      assertThrows(IOException.class, () -> GcpSkus.read(stream(text), _ -> true), text);
    }
  }

  @Test
  void theDifferenceIsSaidInPerCent() {
    assertEquals(Optional.of(new BigDecimal("2.7")), percent("0.037", "0.038"));
    assertEquals(Optional.of(new BigDecimal("-50.0")), percent("0.4", "0.2"));
    assertEquals(Optional.empty(), percent("0", "0.2"));
  }

  private static Optional<BigDecimal> percent(String before, String after) {
    return PriceRefresh.percent(
        List.of(new Tier(Optional.empty(), new BigDecimal(before))),
        List.of(new Tier(Optional.empty(), new BigDecimal(after))));
  }

  @Test
  void aFileThatIsReadAndWrittenIsTheSame(@TempDir Path directory) throws IOException {
    for (String name : List.of("aws-sqs-us-east-1.yaml", "aws-rds-us-east-1.yaml")) {
      PriceFileText text = PriceFileText.read(PRICES.resolve(name));
      Path written = Files.createDirectories(directory.resolve(name)).resolve(name);
      Files.writeString(written, text.yaml());
      assertEquals(text, PriceFileText.read(written));
      assertEquals(
          List.of(), PriceBook.load(written.getParent()).rejected(), "the loader takes it");
    }
  }
}
