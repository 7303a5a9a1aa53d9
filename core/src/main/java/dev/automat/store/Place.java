package dev.automat.store;

/**
 * What can be listed at once.
 *
 * @param type the resource type
 * @param account {@code provisioner/account}
 * @param region the cloud's name of the region
 */
public record Place(String type, String account, String region) {}
