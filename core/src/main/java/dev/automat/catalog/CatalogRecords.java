package dev.automat.catalog;

import dev.automat.resource.Event;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps bundles, and which of them is active. Each method is one transaction. Rows are only added:
 * the newest activation is the one that holds, so that history and pointer are one thing.
 */
public interface CatalogRecords {

  /**
   * A bundle that was pushed.
   *
   * @param bytes how many its archive has
   * @param report what the replica found that took it
   */
  record Pushed(String digest, long bytes, String by, Instant at, BundleReport report) {}

  /**
   * One move of the pointer.
   *
   * @param revision counts them, from 1
   * @param digest of the bundle; empty: the directory of the configuration
   * @param restores the revision whose state it brought back; empty: it was none of before
   * @param report what the replica found that activated it
   */
  record Activation(
      long revision,
      Optional<String> digest,
      Optional<Long> restores,
      String by,
      Instant at,
      BundleReport report) {}

  /** Adds a bundle. @return whether it was not there */
  boolean push(Pushed bundle, byte[] archive);

  /** The newest first. */
  List<Pushed> bundles(int limit);

  Optional<Pushed> bundle(String digest);

  /** The archive of a bundle. */
  Optional<byte[]> archive(String digest);

  /** The newest revision; 0 if nothing was ever activated. */
  long revision();

  Optional<Activation> activation(long revision);

  /** The newest first. */
  List<Activation> history(int limit);

  /** Moves the pointer. @return whether the revision before it was still the newest */
  boolean activate(Activation next);

  /**
   * Writes a line into the timelines of what lives; it asks nothing of the engine.
   *
   * @return how many got it
   */
  int remark(Collection<Remark> remarks);

  /** A line for one resource. */
  record Remark(String uid, Event.Draft event) {}
}
