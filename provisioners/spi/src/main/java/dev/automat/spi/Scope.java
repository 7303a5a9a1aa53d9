package dev.automat.spi;

/**
 * A place that can be listed.
 *
 * @param account the account's name in the platform configuration
 * @param region the cloud's name of the region
 * @param installation id of the Automat installation whose objects are meant
 */
public record Scope(String account, String region, String installation) {}
