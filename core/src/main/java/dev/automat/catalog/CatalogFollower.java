package dev.automat.catalog;

import dev.automat.catalog.CatalogRecords.Activation;
import dev.automat.document.DocumentException;
import dev.automat.plugin.InstalledPlugins;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a replica at the catalogue that the store names. What another replica activates is seen
 * after {@link #INTERVAL}. What does not load here as it did there is not taken: the one before
 * stays, and {@link #standing} says so.
 */
public final class CatalogFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogFollower.class);

  /** How often it is asked whether the pointer was moved. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ActiveCatalog active;
  private final Catalog directory;
  private final CatalogRecords records;
  private final InstalledPlugins plugins;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("catalogue").daemon().factory());

  private volatile Standing standing = new Standing(0, 0, Optional.empty(), Optional.empty());
  private Optional<ScheduledFuture<?>> looks = Optional.empty();
  private boolean reachable = true;

  /**
   * @param active what is exchanged
   * @param directory the catalogue of the configuration's directory, which holds until a bundle is
   *     activated
   */
  public CatalogFollower(
      ActiveCatalog active, Catalog directory, CatalogRecords records, InstalledPlugins plugins) {
    this.active = active;
    this.directory = directory.snapshot();
    this.records = records;
    this.plugins = plugins;
  }

  /**
   * Where this replica stands.
   *
   * @param wanted the newest revision that it has seen
   * @param taken the revision that it works with
   * @param digest of the bundle that it works with; empty: the directory
   * @param problem why it does not work with the newest
   */
  public record Standing(
      long wanted, long taken, Optional<String> digest, Optional<String> problem) {}

  public Standing standing() {
    return standing;
  }

  /**
   * Takes what is active, and follows from now on. At a start there is none before it: what loads
   * at all is taken, as a directory would be, since what is left out of it lets nothing through.
   * What does not load at all leaves the directory, and {@link #standing} says so: without a server
   * nobody could bring back what was active before.
   */
  public CatalogFollower start() {
    long revision = records.revision();
    records.activation(revision).ifPresent(this::takeFirst);
    looks =
        Optional.of(
            timer.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    return this;
  }

  private void takeFirst(Activation activation) {
    Optional<byte[]> archive = archive(activation);
    Catalog loaded;
    try {
      loaded = loaded(activation, archive);
    } catch (RuntimeException | StackOverflowError e) {
      standing = new Standing(activation.revision(), 0, Optional.empty(), Optional.of(reason(e)));
      LOG.error(
          "the catalogue of revision {} can not be loaded, and that of the directory is taken: {}",
          activation.revision(),
          reason(e),
          e);
      return;
    }
    Optional<String> missing = missing(loaded, activation);
    missing.ifPresent(
        what -> LOG.error("the catalogue of revision {}: {}", activation.revision(), what));
    active.exchange(loaded);
    standing =
        new Standing(activation.revision(), activation.revision(), activation.digest(), missing);
  }

  /** As long as the store does not answer, what was known last holds. */
  private void look() {
    try {
      refresh();
      reachable = true;
    } catch (RuntimeException e) {
      if (reachable) {
        LOG.warn(
            "changes of the catalogue are not seen as long as the store is away: {}", e.toString());
      }
      reachable = false;
    } catch (Error e) {
      // Thrown on, it would end the schedule, and nobody would see it.
      if (reachable) {
        LOG.error(
            "changes of the catalogue are not seen, and looked for again: {}", e.toString(), e);
      }
      reachable = false;
    }
  }

  /** Asks now: for whoever moved the pointer. */
  public synchronized void refresh() {
    long revision = records.revision();
    if (revision != standing.wanted()) {
      records.activation(revision).ifPresent(this::take);
    }
  }

  private void take(Activation next) {
    // Outside: a store that is away is no fault of the bundle, and is asked again.
    Optional<byte[]> archive = archive(next);
    Optional<String> problem;
    try {
      Catalog loaded = loaded(next, archive);
      problem = missing(loaded, next);
      if (problem.isEmpty()) {
        active.exchange(loaded);
        standing = new Standing(next.revision(), next.revision(), next.digest(), problem);
        LOG.info("the catalogue is that of revision {} now", next.revision());
        return;
      }
    } catch (RuntimeException | StackOverflowError e) {
      problem = Optional.of(reason(e));
    }
    standing = new Standing(next.revision(), standing.taken(), standing.digest(), problem);
    LOG.error(
        "the catalogue of revision {} is not taken, and the one before stays: {}",
        next.revision(),
        problem.orElse(""));
  }

  private Optional<byte[]> archive(Activation activation) {
    return activation.digest().flatMap(records::archive);
  }

  /** 1 if the newest catalogue that was seen is not the one that it works with, else 0. */
  public int behind() {
    Standing now = standing;
    return now.problem().isPresent() || now.taken() != now.wanted() ? 1 : 0;
  }

  private static String reason(Throwable e) {
    return e instanceof DocumentException || e instanceof BundleRefusedException
        ? String.valueOf(e.getMessage())
        : e.toString();
  }

  private Catalog loaded(Activation activation, Optional<byte[]> archive) {
    return activation
        .digest()
        .map(
            digest ->
                Bundle.ofArchive(
                        archive.orElseThrow(
                            () -> new BundleRefusedException("the store has no bundle " + digest)))
                    .load(plugins))
        .orElse(directory);
  }

  /** A directory is each replica's own. */
  private static Optional<String> missing(Catalog loaded, Activation activation) {
    return activation.digest().isEmpty()
        ? Optional.empty()
        : BundleReport.of(loaded).missing(activation.report());
  }

  @Override
  public void close() {
    looks.ifPresent(look -> look.cancel(false));
    timer.shutdown();
  }
}
