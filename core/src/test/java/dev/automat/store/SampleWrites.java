package dev.automat.store;

import dev.automat.resource.ResourceKey;
import java.util.List;
import java.util.Optional;

/** Records for the tests of other rooms. */
public final class SampleWrites {

  private SampleWrites() {}

  /** Has something of that name stand in the store. */
  public static void make(Store store, ResourceKey key) {
    store.write(
        List.of(
            new Write.Create(
                Samples.resource("u-" + key.name(), key, "main", Samples.NOW),
                Optional.empty(),
                Samples.event("Accepted"))));
  }
}
