package dev.automat.store;

import static dev.automat.store.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.catalog.BundleReport;
import dev.automat.catalog.Catalog.Rejected;
import dev.automat.catalog.CatalogRecords;
import dev.automat.catalog.CatalogRecords.Activation;
import dev.automat.catalog.CatalogRecords.Pushed;
import dev.automat.catalog.CatalogRecords.Remark;
import dev.automat.resource.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is kept of catalogues, on every database. */
interface CatalogContract {

  Store store();

  Store replica();

  private static BundleReport report() {
    return new BundleReport(
        List.of("Database postgres@1.0.0"),
        List.of(new Rejected("modules/x.yaml", List.of("modules/x.yaml:1:1: no"))),
        List.of("Database postgres@1.0.0 on aws"),
        new TreeMap<>(Map.of("Database postgres@1.0.0", "sha256:abc")),
        new TreeMap<>(Map.of("Database postgres@1.0.0", "sha256:def")));
  }

  private static Activation activation(long revision, String digest) {
    return new Activation(
        revision, Optional.of(digest), Optional.empty(), "corp:ann", NOW, report());
  }

  @Test
  default void aBundleIsKeptAsItWasPushed() {
    CatalogRecords catalogs = store().catalogs();
    Pushed bundle = new Pushed("sha256:a", 3, "corp:ann", NOW, report());

    assertTrue(catalogs.push(bundle, new byte[] {1, 0, -1}));
    assertFalse(catalogs.push(bundle, new byte[] {2}), "the first one stays");
    assertEquals(Optional.of(bundle), catalogs.bundle("sha256:a"));
    assertArrayEquals(new byte[] {1, 0, -1}, catalogs.archive("sha256:a").orElseThrow());
    assertTrue(catalogs.bundles(10).contains(bundle));
    assertEquals(Optional.empty(), catalogs.archive("sha256:b"));
  }

  @Test
  default void onlyOneOfTwoMovesThePointer() {
    CatalogRecords catalogs = store().catalogs();
    long from = catalogs.revision();
    Activation first = activation(from + 1, "sha256:a");

    assertTrue(catalogs.activate(first));
    assertFalse(replica().catalogs().activate(activation(from + 1, "sha256:b")), "taken");
    assertFalse(catalogs.activate(activation(from + 3, "sha256:b")), "a gap");
    Activation back =
        new Activation(
            from + 2, Optional.empty(), Optional.of(0L), "corp:ann", NOW, BundleReport.NONE);
    assertTrue(catalogs.activate(back));
    assertEquals(from + 2, replica().catalogs().revision());
    assertEquals(Optional.of(back), catalogs.activation(from + 2));
    assertEquals(List.of(back, first), catalogs.history(2));
  }

  @Test
  default void aRemarkStandsInTheTimelineAndWakesNobody() {
    store().write(List.of(Samples.creation("remarked", "remarked")));
    long last = store().byUid("remarked").orElseThrow().lastEvent();
    var due = store().byUid("remarked").orElseThrow().lease();
    Event.Draft line = Event.Draft.normal(NOW, "CatalogChanged", "touched").asNotice();

    assertEquals(
        1,
        store()
            .catalogs()
            .remark(List.of(new Remark("remarked", line), new Remark("nobody", line))));

    Event event = store().events("remarked", last, 10).getFirst();
    assertEquals("touched", event.message());
    assertEquals(due, store().byUid("remarked").orElseThrow().lease());
    assertEquals(0, store().catalogs().remark(List.of()));
  }
}
