package dev.automat.provisioner.gcp.redis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Names that were told of once. The oldest are forgotten: Google forgets operations as well. */
final class Told {

  private static final int MOST = 1_000;

  private final Set<String> names =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST;
                }
              }));

  /** Whether it is told for the first time. */
  boolean add(String name) {
    return names.add(name);
  }
}
