package dev.automat.provisioner.gcp.account;

import java.util.Map;
import java.util.Optional;

/**
 * One account as the platform configuration names it: a project of Google Cloud.
 *
 * @param name as placements call it
 * @param project id of the project
 * @param projectNumber its number, of which the names of Google's own service accounts are made;
 *     empty if it is not configured
 * @param impersonate the service account whose tokens are used; without one, what Application
 *     Default Credentials find is used itself
 * @param callsPerMinute the most calls to the project in a minute, over all services; empty for no
 *     ceiling beside those of the types
 * @param regions the regions that placements may choose
 */
public record AccountSettings(
    String name,
    String project,
    Optional<String> projectNumber,
    Optional<String> impersonate,
    Optional<Integer> callsPerMinute,
    Map<String, RegionSettings> regions) {

  public AccountSettings {
    regions = Map.copyOf(regions);
  }

  /**
   * What the platform team prepared in a region.
   *
   * @param network the network whose private addresses databases and caches get: {@code
   *     projects/P/global/networks/N}
   * @param allocatedIpRange name of the range that is allocated to Google's services there; empty
   *     for any
   * @param kmsKeyName the key for what is encrypted; empty for Google's own
   */
  public record RegionSettings(
      Optional<String> network, Optional<String> allocatedIpRange, Optional<String> kmsKeyName) {}
}
