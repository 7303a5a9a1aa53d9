package dev.automat.admission;

import dev.automat.catalog.Environment;
import dev.automat.catalog.Mapping;
import dev.automat.catalog.MergedInputs;
import dev.automat.catalog.Module;
import dev.automat.catalog.ModuleStatus;
import dev.automat.catalog.ModuleStatus.Stage;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.resource.Cost;
import dev.automat.resource.Placement;
import dev.automat.resource.Plan;
import dev.automat.resource.Plan.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** All that was chosen for a request that nothing is wrong with. */
record PlanMaking(
    Spec spec,
    Module module,
    Environment environment,
    PlacementRule place,
    Mapping mapping,
    Term term,
    boolean stateful) {

  /** Not yet sealed: what rules say of it is still to come. */
  Plan plan(
      MergedInputs inputs,
      Map<String, Object> settings,
      SortedMap<String, String> links,
      SortedMap<String, String> tags,
      Optional<Cost> cost) {
    return new Plan(
        "",
        module.id(),
        module.digest(),
        mapping.type(),
        new Placement(place.name(), place.cloud(), place.account(), place.region()),
        inputs.values(),
        inputs.origins(),
        settings,
        mapping.drift(),
        tags,
        term.lifetime().text(),
        environment.maxLifetime().text(),
        term.expiresAt().map(Instant::toString),
        spec.truth("deletionProtection").orElse(environment.deletionProtection()),
        environment.onMissing(),
        stateful,
        notes(),
        links,
        Optional.empty(),
        cost);
  }

  private List<Note> notes() {
    if (module.status().stage() != Stage.DEPRECATED) {
      return mapping.notes();
    }
    List<Note> notes = new ArrayList<>(mapping.notes());
    ModuleStatus status = module.status();
    notes.add(
        new Note(
            "/module",
            module.id()
                + " is deprecated"
                + status.until().map(date -> " until " + date).orElse("")
                + status.moveTo().map(next -> ": move to " + next).orElse("")));
    return List.copyOf(notes);
  }
}
