package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The checks that need server state. Pure functions of that state. */
public final class LiveChecks {

  /** Their names, as an offline verdict lists them. */
  public static final List<String> NAMES =
      List.of("immutable", "grow-only", "would-replace", "expiry");

  public LiveChecks(Catalog catalog, InstalledPlugins plugins) {
    throw new UnsupportedOperationException();
  }

  /**
   * What is wrong with the plan, given what stands now.
   *
   * @param current the live incarnation, if there is one
   */
  public List<Violation> check(JsonNode spec, Plan plan, Optional<Resource> current, Instant now) {
    throw new UnsupportedOperationException();
  }
}
