package dev.automat.testkit.aws;

/** What a test can do to caches that is not in their API. */
public interface Caches {

  /**
   * Lets the next creation under this name end in a state such as {@code create-failed}, where it
   * stays until it is deleted.
   */
  void endCreation(String name, String status);

  /** Opens the maintenance window of all caches: what waited for it is worked on from now. */
  void openMaintenanceWindow();

  /**
   * Changes a cache as a person at the console would, which moto can not do.
   *
   * @param element as in the answer, e.g. {@code CacheNodeType} or {@code SnapshotRetentionLimit}
   * @throws IllegalArgumentException if there is no such cache
   */
  void change(String account, String region, String name, String element, String value);
}
