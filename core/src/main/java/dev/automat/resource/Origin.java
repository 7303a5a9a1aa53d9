package dev.automat.resource;

import java.util.Optional;

/**
 * Who writes, and through what.
 *
 * @param actor who, such as {@code dev@local}
 * @param client the program, from {@code User-Agent}, cut to 200 characters
 * @param managedBy what keeps the resource's definition: {@code terraform:…}, {@code git:…}, {@code
 *     cli}; empty for a plain API call
 */
public record Origin(String actor, String client, Optional<String> managedBy) {}
