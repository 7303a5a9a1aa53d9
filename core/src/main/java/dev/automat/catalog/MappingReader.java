package dev.automat.catalog;

import dev.automat.catalog.Mapping.Target;
import dev.automat.cost.PriceBook;
import dev.automat.expression.Template.Entries;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Json;
import dev.automat.schema.Complaints;
import dev.automat.schema.Schema;
import dev.automat.spi.TypeDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Reads what stands under {@code provisioners}. */
final class MappingReader {

  private final InstalledPlugins plugins;
  private final PriceBook prices;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();

  MappingReader(InstalledPlugins plugins, PriceBook prices) {
    this.plugins = plugins;
    this.prices = prices;
  }

  /** All mappings of a module. */
  Map<String, Mapping> read(
      JsonNode provisioners,
      InputForm inputs,
      Set<String> maybeAbsent,
      SettingsReader settings,
      Complaints complaints) {
    Map<String, Mapping> mappings = new LinkedHashMap<>();
    provisioners
        .properties()
        .forEach(
            each ->
                mappings.put(
                    each.getKey(),
                    new Reading(each.getKey(), each.getValue(), settings, complaints)
                        .mapping(inputs, maybeAbsent)));
    return mappings;
  }

  /** The reading of one mapping. */
  private final class Reading {
    private final String provisioner;
    private final JsonNode node;
    private final SettingsReader settings;
    private final Complaints complaints;
    private final String pointer;
    private final String type;

    Reading(String provisioner, JsonNode node, SettingsReader settings, Complaints complaints) {
      this.provisioner = provisioner;
      this.node = node;
      this.settings = settings;
      this.complaints = complaints;
      this.pointer = "/provisioners/" + provisioner;
      this.type = node.path("type").asString();
    }

    Mapping mapping(InputForm inputs, Set<String> maybeAbsent) {
      checkType();
      int before = complaints.count();
      Entries entries = settings.entries(node.path("settings"), pointer + "/settings");
      Optional<Target> target = plugins.type(type).map(MappingReader.this::target);
      target.ifPresent(
          known ->
              new SettingsCheck(known, complaints, maybeAbsent)
                  .check(entries, pointer + "/settings"));
      Mapping mapping =
          new Mapping(
              provisioner,
              type,
              unavailable(),
              target,
              ignores(inputs),
              entries,
              drift(entries),
              settings.entries(node.path("links"), pointer + "/links"),
              settings.entries(node.path("tags"), pointer + "/tags"),
              new CostReader(prices, provisioner, settings, complaints)
                  .read(node.path("cost"), pointer + "/cost"));
      if (complaints.count() == before) {
        checkUse(inputs, mapping);
      }
      return mapping;
    }

    private Optional<String> unavailable() {
      return plugins.unavailable(provisioner).or(() -> plugins.unavailableType(type));
    }

    private void checkType() {
      if (!type.startsWith(provisioner + "/")) {
        complaints.add(
            pointer + "/type",
            "the type must begin with its provisioner: " + provisioner + "/…, not " + type);
      } else if (plugins.plugin(provisioner).isPresent() && plugins.type(type).isEmpty()) {
        complaints.unknown(
            pointer + "/type",
            "resource type",
            type,
            plugins.types().stream()
                .filter(each -> each.provisioner().equals(provisioner))
                .map(TypeDescriptor::type)
                .sorted()
                .toList());
      }
    }

    private Map<String, String> ignores(InputForm inputs) {
      Map<String, String> ignores = new LinkedHashMap<>();
      JsonNode listed = node.path("ignores");
      listed.properties().forEach(each -> ignores.put(each.getKey(), each.getValue().asString()));
      if (listed.isArray()) {
        listed.forEach(each -> ignores.put(each.asString(), type + " has nothing like it"));
      }
      ignores.keySet().stream()
          .filter(name -> !inputs.names().contains(name))
          .forEach(name -> complaints.unknown(pointer + "/ignores", "input", name, inputs.names()));
      return ignores;
    }

    private SortedMap<String, String> drift(Entries entries) {
      SortedMap<String, String> drift = new TreeMap<>();
      node.path("drift")
          .properties()
          .forEach(
              each -> {
                drift.put(each.getKey(), each.getValue().asString());
                if (!entries.entries().containsKey(each.getKey())) {
                  complaints.unknown(
                      pointer + "/drift/" + SettingsReader.escape(each.getKey()),
                      "setting",
                      each.getKey(),
                      entries.entries().keySet());
                }
              });
      return drift;
    }

    /** An input that does nothing misleads whoever sets it. */
    private void checkUse(InputForm inputs, Mapping mapping) {
      Set<String> used = mapping.settingsByInput().keySet();
      for (String input : inputs.names()) {
        boolean ignored = mapping.ignores().contains(input);
        if (!used.contains(input) && !ignored) {
          complaints.add(
              pointer,
              "the input "
                  + input
                  + " does nothing here: use it in settings, or list it under ignores");
        }
        if (used.contains(input) && ignored) {
          complaints.add(
              pointer + "/ignores", "the input " + input + " is used in settings: remove it here");
        }
      }
    }
  }

  private Target target(TypeDescriptor descriptor) {
    return targets.computeIfAbsent(
        descriptor.type(),
        type -> {
          try {
            JsonNode document = Json.read(descriptor.settingsSchema(), JsonNode.class);
            return new Target(descriptor, document, Schema.compile(document));
          } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                "the plugin of " + type + " has a wrong settings schema: " + e.getMessage(), e);
          }
        });
  }
}
