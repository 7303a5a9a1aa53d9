package dev.automat.resource;

/**
 * Where a resource is made.
 *
 * @param rule name of the placement rule that chose it
 * @param provisioner the plugin's name
 * @param account the account's name in the platform configuration
 * @param region the cloud's name of the region
 */
public record Placement(String rule, String provisioner, String account, String region) {}
