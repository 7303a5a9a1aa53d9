package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Mapping;
import dev.automat.catalog.Module;
import dev.automat.catalog.ModuleStatus;
import dev.automat.resource.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be asked for. */
final class CatalogHandlers {

  private final Catalog catalog;
  private final Lookup lookup;

  CatalogHandlers(Services services, Lookup lookup) {
    this.catalog = services.catalog();
    this.lookup = lookup;
  }

  Reply all(Call call) {
    ObjectNode body = Json.object();
    catalog.bundle().ifPresent(bundle -> body.put("digest", bundle.digest()));
    ArrayNode kinds = body.putArray("kinds");
    catalog.kinds().forEach(kind -> kinds.add(kind(kind)));
    ArrayNode rejected = body.putArray("rejected");
    catalog
        .rejected()
        .forEach(
            file ->
                file.reasons()
                    .forEach(
                        rejected.addObject().put("file", file.file()).putArray("reasons")::add));
    return Reply.json(200, body);
  }

  Reply one(Call call) {
    return Reply.json(200, kind(lookup.kind(call)));
  }

  private ObjectNode kind(Kind kind) {
    ObjectNode node = Json.object().put("kind", kind.name()).put("plural", kind.plural());
    kind.defaultModule().ifPresent(module -> node.put("defaultModule", module));
    node.put("stateful", kind.stateful());
    kind.connection().forEach(node.putArray("connection")::add);
    ArrayNode modules = node.putArray("modules");
    catalog.modules(kind.name()).forEach(module -> modules.add(summary(kind, module)));
    return node;
  }

  private static ObjectNode summary(Kind kind, Module module) {
    ObjectNode node = head(module);
    node.put("href", "/v1/catalog/" + kind.plural() + "/" + module.name() + "/" + module.version());
    return node;
  }

  private static ObjectNode head(Module module) {
    ObjectNode node = Json.object().put("module", module.name()).put("version", module.version());
    ModuleStatus status = module.status();
    ObjectNode stage = node.putObject("status").put("stage", status.stage().text());
    status.until().ifPresent(until -> stage.put("until", until));
    status.moveTo().ifPresent(target -> stage.put("moveTo", target));
    module.description().ifPresent(text -> node.put("description", text));
    return node.put("digest", module.digest());
  }

  Reply module(Call call) {
    Kind kind = lookup.kind(call);
    String name = call.pathParameter("module");
    String version = call.pathParameter("version");
    Module module =
        catalog
            .module(kind.name(), name, Optional.of(version))
            .orElseThrow(() -> unknown(kind, name + "/" + version).exception());
    return Reply.json(200, detail(module));
  }

  private Problem unknown(Kind kind, String wanted) {
    List<String> versions =
        catalog.modules(kind.name()).stream()
            .map(module -> module.name() + "/" + module.version())
            .toList();
    return Problem.unknown(
        ProblemCode.UNKNOWN_MODULE,
        "there is no " + wanted + " for " + kind.name(),
        wanted,
        versions);
  }

  private static ObjectNode detail(Module module) {
    ObjectNode node = head(module).put("kind", module.kind());
    node.set("inputs", module.inputs());
    node.set("specSchema", module.specSchema());
    ArrayNode sizes = node.putArray("sizes");
    module.sizes().forEach(size -> sizes.add(Json.tree(size)));
    ArrayNode environments = node.putArray("environments");
    module.environments().forEach(environment -> environments.add(environment(environment)));
    ArrayNode provisioners = node.putArray("provisioners");
    module.provisioners().forEach(mapping -> provisioners.add(mapping(mapping)));
    ObjectNode marks = node.putObject("marks");
    module
        .marks()
        .forEach(
            (input, mark) -> {
              ObjectNode entry =
                  marks
                      .putObject(input)
                      .put("immutable", mark.immutable())
                      .put("growOnly", mark.growOnly());
              ObjectNode changes = entry.putObject("changes");
              mark.changes()
                  .forEach((provisioner, change) -> changes.put(provisioner, word(change)));
            });
    return node;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ObjectNode environment(Environment environment) {
    ObjectNode node = Json.object().put("name", environment.name());
    environment.sizes().forEach(node.putArray("sizes")::add);
    environment.defaultSize().ifPresent(size -> node.put("defaultSize", size));
    node.put("lifetime", environment.lifetime().text())
        .put("maxLifetime", environment.maxLifetime().text())
        .put("deletionProtection", environment.deletionProtection())
        .put("onMissing", word(environment.onMissing()));
    node.set("inputs", Json.tree(environment.inputs()));
    return node;
  }

  private static ObjectNode mapping(Mapping mapping) {
    ObjectNode node =
        Json.object().put("provisioner", mapping.provisioner()).put("type", mapping.type());
    mapping.ignores().forEach(node.putArray("ignores")::add);
    mapping.unavailable().ifPresent(why -> node.put("unavailable", why));
    return node;
  }
}
