package dev.automat.api.handler;

import dev.automat.api.contract.Contract;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Module;
import dev.automat.resource.Json;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract with the catalogue written into it: kinds to choose from, and what each takes. */
final class ServedContract {

  private final ObjectNode document;
  private final Catalog catalog;

  private ServedContract(Contract contract, Catalog catalog) {
    this.document = contract.document();
    this.catalog = catalog;
  }

  static byte[] of(Contract contract, Catalog catalog) {
    ServedContract served = new ServedContract(contract, catalog);
    served.writePlurals();
    served.writeModules();
    return Json.mapper().writeValueAsBytes(served.document);
  }

  private void writePlurals() {
    ObjectNode parameter = (ObjectNode) document.at("/components/parameters/Kinds");
    ArrayNode plurals = ((ObjectNode) parameter.path("schema")).putArray("enum");
    catalog.kinds().forEach(kind -> plurals.add(kind.plural()));
    catalog.kinds().stream().findFirst().ifPresent(kind -> parameter.put("example", kind.plural()));
    ArrayNode names =
        ((ObjectNode) document.at("/components/schemas/Document/properties/kind"))
            .putArray("examples");
    catalog.kinds().forEach(kind -> names.add(kind.name()));
  }

  private void writeModules() {
    ObjectNode schemas = (ObjectNode) document.at("/components/schemas");
    ArrayNode choices = Json.mapper().createArrayNode();
    for (Kind kind : catalog.kinds()) {
      for (Module module : catalog.modules(kind.name())) {
        String name = "Spec_" + kind.name() + "_" + module.name() + "_" + module.version();
        schemas.set(name, module.specSchema());
        choices
            .addObject()
            .put("title", kind.name().toLowerCase(Locale.ROOT) + " " + module.id())
            .put("$ref", "#/components/schemas/" + name);
      }
    }
    JsonNode spec = document.at("/components/schemas/RequestDocument/properties/spec");
    if (!choices.isEmpty() && spec instanceof ObjectNode object) {
      // Admission says better what is wrong than anyOf could, so this is for readers and editors.
      object.set("anyOf", choices);
    }
  }
}
