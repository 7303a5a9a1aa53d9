package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Reply;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.LeftOut;
import dev.automat.plugin.LoadedPlugin;
import dev.automat.resource.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The provisioner plugins of this server. */
final class PluginHandlers {

  private final InstalledPlugins plugins;
  private final Supplier<Map<String, String>> unopened;

  PluginHandlers(Services services) {
    this.plugins = services.plugins();
    this.unopened = services.unopenedPlugins();
  }

  Reply list(Call call) {
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    Map<String, String> failed = unopened.get();
    plugins.plugins().forEach(plugin -> items.add(loaded(plugin, failed)));
    plugins.leftOut().forEach(left -> items.add(leftOut(left)));
    return Reply.json(200, body);
  }

  private static ObjectNode loaded(LoadedPlugin plugin, Map<String, String> failed) {
    Optional<String> reason = Optional.ofNullable(failed.get(plugin.name()));
    ObjectNode node =
        Json.object()
            .put("name", plugin.name())
            .put("state", reason.isEmpty() ? "open" : "failed")
            .put("origin", plugin.origin().text())
            .put("place", plugin.place());
    plugin.digest().ifPresent(digest -> node.put("digest", digest));
    reason.ifPresent(why -> node.put("reason", why));
    plugin.typeNames().forEach(node.putArray("types")::add);
    return node;
  }

  private static ObjectNode leftOut(LeftOut left) {
    ObjectNode node =
        Json.object().put("name", left.name()).put("state", "left-out").put("place", left.place());
    left.digest().ifPresent(digest -> node.put("digest", digest));
    node.put("reason", left.reason()).putArray("types");
    return node;
  }
}
