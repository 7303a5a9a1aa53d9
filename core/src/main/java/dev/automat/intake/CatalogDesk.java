package dev.automat.intake;

import dev.automat.admission.Admission;
import dev.automat.admission.CatalogChangelog;
import dev.automat.admission.CatalogComparison;
import dev.automat.admission.CatalogComparison.Side;
import dev.automat.catalog.ActiveCatalog;
import dev.automat.catalog.Bundle;
import dev.automat.catalog.BundleRefusedException;
import dev.automat.catalog.BundleReport;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.CatalogFollower;
import dev.automat.catalog.CatalogRecords;
import dev.automat.catalog.CatalogRecords.Activation;
import dev.automat.catalog.CatalogRecords.Pushed;
import dev.automat.catalog.CatalogRecords.Remark;
import dev.automat.catalog.Republished;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.document.DocumentException;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.store.Store;
import dev.automat.team.Teams;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Takes bundles of the catalogue, and moves the pointer that says which is active. Calls block
 * until the outcome is stored; an activation looks at all that exists first, which takes about a
 * second for each two thousand.
 */
public final class CatalogDesk {

  /** So many timelines get a line; more of them is no news to anybody. */
  static final int MOST_NOTICES = 1000;

  /** So far back it is looked for what was published. */
  private static final int MOST_HISTORY = 200;

  private final Store store;
  private final ActiveCatalog active;
  private final Catalog directory;
  private final CatalogFollower follower;
  private final InstalledPlugins plugins;
  private final Teams teams;
  private final List<PlacementRule> placements;
  private final InstantSource clock;

  /**
   * @param directory the catalogue of the configuration's directory
   */
  public CatalogDesk(
      Store store,
      ActiveCatalog active,
      Catalog directory,
      CatalogFollower follower,
      InstalledPlugins plugins,
      Teams teams,
      List<PlacementRule> placements,
      InstantSource clock) {
    this.store = store;
    this.active = active;
    this.directory = directory;
    this.follower = follower;
    this.plugins = plugins;
    this.teams = teams;
    this.placements = placements;
    this.clock = clock;
  }

  /**
   * What an activation means.
   *
   * @param report what was found in the candidate
   * @param changelog what is another in it
   * @param impact what exists and is touched
   */
  public record Effect(
      BundleReport report, List<CatalogChangelog.Line> changelog, CatalogImpact impact) {}

  /** What became of it. All but {@link Activated} left everything as it was. */
  public sealed interface Outcome {

    /**
     * It is active.
     *
     * @param notices how many timelines say so
     */
    record Activated(Activation activation, Effect effect, int notices) implements Outcome {}

    /** It would be. */
    record Possible(Effect effect) implements Outcome {}

    /** It is already. */
    record Unchanged(Activation activation) implements Outcome {}

    /** There is no such bundle. */
    record Unknown(List<String> digests) implements Outcome {}

    /** Something in it is wrong, and that was not accepted. */
    record LeftOut(BundleReport report) implements Outcome {}

    /** Published versions are another in it, and that was not accepted. */
    record Changed(List<Republished> versions) implements Outcome {}

    /** The bundle can not be loaded at all. */
    record Unusable(String reason) implements Outcome {}

    /** The pointer is not where whoever asked thought. */
    record Stale(long revision) implements Outcome {}

    /** There is nothing before. */
    record First() implements Outcome {}
  }

  /**
   * Who moves the pointer, and how.
   *
   * @param revision the one that it is moved from; empty: whichever it is
   * @param acceptLeftOut whether it may leave out what is wrong
   * @param acceptRepublished whether published versions may be another in it
   * @param validateOnly whether it is only asked
   */
  public record Move(
      Optional<Long> revision,
      boolean acceptLeftOut,
      boolean acceptRepublished,
      boolean validateOnly,
      String by) {}

  /**
   * Stores a bundle; the same again is the one that stands.
   *
   * @throws dev.automat.catalog.BundleRefusedException if it is none
   * @throws DocumentException if it holds no usable kind
   */
  public Pushed push(byte[] archive, String by) {
    Bundle bundle = Bundle.ofArchive(archive);
    String digest = bundle.digest();
    return store
        .catalogs()
        .bundle(digest)
        .orElseGet(
            () -> {
              byte[] stored = bundle.archive();
              BundleReport report = BundleReport.of(bundle.load(plugins));
              Pushed pushed = new Pushed(digest, stored.length, by, now(), report);
              store.catalogs().push(pushed, stored);
              return store.catalogs().bundle(digest).orElse(pushed);
            });
  }

  /** Where this replica stands. */
  public CatalogFollower.Standing standing() {
    return follower.standing();
  }

  /** Makes a bundle the catalogue that the platform works with. */
  public Outcome activate(String digest, Move move) {
    Optional<Activation> current = current();
    if (current.flatMap(Activation::digest).equals(Optional.of(digest)) && !move.validateOnly()) {
      return new Outcome.Unchanged(current.get());
    }
    Optional<byte[]> archive = store.catalogs().archive(digest);
    if (archive.isEmpty()) {
      return new Outcome.Unknown(
          store.catalogs().bundles(50).stream().map(Pushed::digest).toList());
    }
    return move(Optional.of(digest), archive, Optional.empty(), current, move);
  }

  /**
   * Brings back what was active before. Again, it goes one further back; before the first
   * activation there was the directory.
   */
  public Outcome rollback(Move move) {
    Optional<Activation> current = current();
    long stands = current.map(each -> each.restores().orElse(each.revision())).orElse(0L);
    if (stands == 0) {
      return new Outcome.First();
    }
    CatalogRecords records = store.catalogs();
    Optional<Activation> before = records.activation(stands - 1);
    long restores = before.map(each -> each.restores().orElse(each.revision())).orElse(0L);
    Optional<String> digest = before.flatMap(Activation::digest);
    // What was active once is taken as it was: who goes back is in a hurry.
    Move back = new Move(move.revision(), true, true, move.validateOnly(), move.by());
    return move(digest, digest.flatMap(records::archive), Optional.of(restores), current, back);
  }

  private Optional<Activation> current() {
    CatalogRecords records = store.catalogs();
    return records.activation(records.revision());
  }

  private Outcome move(
      Optional<String> digest,
      Optional<byte[]> archive,
      Optional<Long> restores,
      Optional<Activation> current,
      Move move) {
    long from = current.map(Activation::revision).orElse(0L);
    if (move.revision().filter(expected -> expected != from).isPresent()) {
      return new Outcome.Stale(from);
    }
    Catalog candidate;
    try {
      candidate = archive.map(bytes -> Bundle.ofArchive(bytes).load(plugins)).orElse(directory);
    } catch (DocumentException | BundleRefusedException e) {
      return new Outcome.Unusable(String.valueOf(e.getMessage()));
    }
    BundleReport report = BundleReport.of(candidate);
    if (!report.leftOut().isEmpty() && !move.acceptLeftOut()) {
      return new Outcome.LeftOut(report);
    }
    List<Republished> changed = move.acceptRepublished() ? List.of() : republished(report);
    if (!changed.isEmpty()) {
      return new Outcome.Changed(changed);
    }
    Effect effect = effect(candidate, report);
    if (move.validateOnly()) {
      return new Outcome.Possible(effect);
    }
    Activation next = new Activation(from + 1, digest, restores, move.by(), now(), report);
    if (!store.catalogs().activate(next)) {
      return new Outcome.Stale(store.catalogs().revision());
    }
    follower.refresh();
    return new Outcome.Activated(next, effect, tell(next, effect));
  }

  private List<Republished> republished(BundleReport candidate) {
    return Republished.in(
        candidate, BundleReport.of(active.snapshot()), store.catalogs().history(MOST_HISTORY));
  }

  private Effect effect(Catalog candidate, BundleReport report) {
    Catalog today = active.snapshot();
    CatalogComparison comparison =
        new CatalogComparison(
            new Side(today, new Admission(today, teams, placements)),
            new Side(candidate, new Admission(candidate, teams, placements)),
            plugins);
    return new Effect(
        report,
        CatalogChangelog.between(today, candidate),
        CatalogImpact.of(store, comparison, today, candidate, now()));
  }

  /** One line for each that is touched; the platform's own people have the whole in the answer. */
  private int tell(Activation activation, Effect effect) {
    List<Remark> remarks =
        effect.impact().touched().stream()
            .limit(MOST_NOTICES)
            .map(
                each ->
                    new Remark(
                        each.uid(),
                        Event.Draft.normal(
                                activation.at(),
                                "CatalogChanged",
                                "the catalogue's change (revision "
                                    + activation.revision()
                                    + ") touches this: "
                                    + each.text())
                            .asNotice()))
            .toList();
    return store.catalogs().remark(remarks);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
