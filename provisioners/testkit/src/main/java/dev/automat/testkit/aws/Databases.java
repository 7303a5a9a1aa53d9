package dev.automat.testkit.aws;

/** What a test can do to databases that is not in their API. */
public interface Databases {

  /**
   * Lets the next creation under this name end in a state such as {@code failed} or {@code
   * incompatible-parameters}, where it stays until it is deleted.
   */
  void endCreation(String name, String status);

  /** Opens the maintenance window of all databases: what waited for it is worked on from now. */
  void openMaintenanceWindow();
}
