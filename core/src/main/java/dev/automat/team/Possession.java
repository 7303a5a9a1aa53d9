package dev.automat.team;

import dev.automat.resource.ResourceKey;

/** Something that keeps a team from being left, or given up. */
public sealed interface Possession {

  /** A resource, alive or being deleted. */
  record Owned(ResourceKey key) implements Possession {}

  /** What another team has offered, and this one has not answered. */
  record Offered(String transfer, ResourceKey key) implements Possession {}
}
