package dev.automat.cli;

import dev.automat.resource.NearestSpelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A version that many are to be taken to. It is looked up before they are counted: a wave that has
 * none would else pass with a slip of the pen, which the next one stumbles over.
 *
 * @param kind by its name or plural; empty: any that has such a module
 */
record WantedModule(String module, Optional<String> kind, String version) {

  /**
   * Looks it up.
   *
   * @throws CommandException if the server's catalogue has no such module or version
   */
  void require(ApiClient client) {
    List<JsonNode> modules = modules(client);
    List<String> names = named(modules.stream(), "module");
    if (!names.contains(module)) {
      throw unknown("there is no module " + module, module, names);
    }
    List<String> versions =
        named(
            modules.stream().filter(each -> each.path("module").asString("").equals(module)),
            "version");
    if (!versions.contains(version)) {
      throw unknown("there is no version " + version + " of " + module, version, versions);
    }
  }

  private List<JsonNode> modules(ApiClient client) {
    Optional<String> plural = kind.map(client::plural);
    return client
        .kinds()
        .valueStream()
        .filter(each -> plural.isEmpty() || plural.get().equals(each.path("plural").asString("")))
        .flatMap(each -> each.path("modules").valueStream())
        .toList();
  }

  private static List<String> named(Stream<JsonNode> modules, String field) {
    return modules.map(each -> each.path(field).asString("")).distinct().sorted().toList();
  }

  private static CommandException unknown(String what, String word, List<String> exists) {
    String meant =
        NearestSpelling.of(word, exists).map(near -> "; did you mean " + near + "?").orElse("");
    return new CommandException(what + meant + "\n  there is: " + String.join(", ", exists));
  }
}
