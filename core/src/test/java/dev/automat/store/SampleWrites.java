package dev.automat.store;

import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** Has something of that name stand in the store, of which somebody is told. */
  public static void tell(Store store, ResourceKey key, Instant at, String... reasons) {
    make(store, key);
    Resource claimed =
        store.claim(at, Duration.ofMinutes(1), 100, Set.of()).stream()
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow();
    Event.Draft[] drafts =
        Arrays.stream(reasons)
            .map(reason -> Event.Draft.warning(at, reason, "because of the test").asNotice())
            .toArray(Event.Draft[]::new);
    store.complete(
        List.of(Samples.found(claimed, Phase.Ready, at.plus(Duration.ofDays(9)), drafts)), at);
  }
}
