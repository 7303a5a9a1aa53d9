package dev.automat.spi;

import java.util.Map;
import java.util.Optional;

/**
 * What must exist.
 *
 * @param ref which resource
 * @param settings valid against the type's schema; JSON values as {@code String, Boolean, Long,
 *     Double, List, Map}
 * @param tags all tags to set, with the {@linkplain OwnershipTags identity tags}
 * @param credentials for types that need them; the same at every repeat
 * @param idempotencyToken uid and step: the same at every repeat of this step, another for another
 *     incarnation
 */
public record Desired(
    ResourceRef ref,
    Map<String, Object> settings,
    Map<String, String> tags,
    Optional<Credentials> credentials,
    String idempotencyToken) {

  public Desired {
    settings = Map.copyOf(settings);
    tags = Map.copyOf(tags);
  }
}
