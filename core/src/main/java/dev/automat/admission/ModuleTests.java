package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Mapping;
import dev.automat.catalog.Module;
import dev.automat.catalog.ModuleTest;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.policy.Policies;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the tests in a module's file: each through the whole admission, placed on the provisioner
 * that the test names, for a team that has an owner and a cost centre. Where the plugin is not
 * installed everything but its own check of the settings runs.
 */
public final class ModuleTests {

  private static final String TEAM = "module-test";

  private final Catalog catalog;

  public ModuleTests(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The results, in the order of the document. */
  public List<Result> run(Module module) {
    return module.tests().stream().map(test -> run(module, test)).toList();
  }

  private Result run(Module module, ModuleTest test) {
    Optional<String> unchecked = module.provisioner(test.on()).flatMap(Mapping::unavailable);
    Optional<List<ModuleTest.Expected>> violations =
        test.violations().map(all -> unchecked.isPresent() ? withoutThePlugins(all) : all);
    List<String> differences =
        switch (admit(module, test)) {
          case Verdict.Admitted admitted ->
              violations
                  .map(ModuleTests::whereNoneCame)
                  .orElseGet(
                      () ->
                          Differences.subset(
                              test.plan().orElseThrow(), Json.tree(admitted.plan()), ""));
          case Verdict.NeedsWaiver(_, List<Violation> denied) -> lines("was refused: ", denied);
          case Verdict.Refused refused ->
              violations
                  .map(expected -> compare(expected, refused.violations()))
                  .orElseGet(() -> lines("was refused: ", refused.violations()));
        };
    return new Result(
        test.name(),
        test.on(),
        differences.isEmpty(),
        differences,
        unchecked.map(why -> "settings were not checked by the plugin: " + why));
  }

  private static List<String> whereNoneCame(List<ModuleTest.Expected> expected) {
    return expected.isEmpty() ? List.of() : List.of("was admitted, and violations were expected");
  }

  /** What a plugin says of settings can not be tried where it is not installed. */
  private static List<ModuleTest.Expected> withoutThePlugins(List<ModuleTest.Expected> all) {
    return all.stream().filter(each -> !each.rule().equals(SettingsMaking.INVALID)).toList();
  }

  private Verdict admit(Module module, ModuleTest test) {
    PlacementRule place =
        new PlacementRule("module-test", Map.of(), test.on(), "test", "test-region");
    Admission admission =
        new Admission(
            new Admission.Rules(
                catalog,
                // They have tests of their own, and other platforms have others.
                Policies.NONE,
                Teams.configured(
                    Map.of(
                        Teams.ANY, TeamSpec.of(Optional.of("test-owner"), Optional.of("cc-test")))),
                new Placements(List.of(place)),
                true));
    return admission.admit(
        new AdmissionRequest(TEAM, module.kind(), "test", Map.of(), spec(module, test)));
  }

  /** The spec, of exactly this version unless the test itself names another. */
  private static JsonNode spec(Module module, ModuleTest test) {
    ObjectNode spec = (ObjectNode) test.given().deepCopy();
    if (!spec.has("module")) {
      spec.put("module", module.name());
    }
    if (!spec.has("moduleVersion")) {
      spec.put("moduleVersion", module.version());
    }
    return spec;
  }

  private static List<String> compare(
      List<ModuleTest.Expected> expected, List<Violation> violations) {
    Set<String> wanted =
        expected.stream()
            .map(each -> each.rule() + " at " + each.pointer())
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> differences = new ArrayList<>();
    for (Violation violation : violations) {
      if (!wanted.remove(violation.rule() + " at " + violation.pointer())) {
        differences.addAll(lines("not expected: ", List.of(violation)));
      }
    }
    wanted.forEach(missing -> differences.add("did not come: " + missing));
    return differences;
  }

  private static List<String> lines(String prefix, List<Violation> violations) {
    return violations.stream()
        .map(each -> prefix + each.rule() + " at " + each.pointer() + ": " + each.message())
        .toList();
  }

  /**
   * What became of a test.
   *
   * @param on the provisioner it was placed on
   * @param passed whether all was as expected
   * @param differences what was not, one line each
   * @param unchecked what could not be tried here, and why
   */
  public record Result(
      String name,
      String on,
      boolean passed,
      List<String> differences,
      Optional<String> unchecked) {}
}
