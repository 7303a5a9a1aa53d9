package dev.automat.catalog;

import dev.automat.plugin.InstalledPlugins;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.NamingRule;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TagRules;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Descriptors without anything behind them, which is all that catalogue and admission read. */
public final class FakePlugins {

  private FakePlugins() {}

  /** A plugin {@code local} with a database, a queue and a cache, as the golden paths expect. */
  public static InstalledPlugins local() {
    return new InstalledPlugins(List.of(localPlugin()));
  }

  /** As {@link #local}, on a cloud whose accounts the configuration names. */
  public static InstalledPlugins withAccounts() {
    List<TypeDescriptor> types = localPlugin().types();
    return new InstalledPlugins(
        List.of(
            new ProvisionerPlugin() {
              @Override
              public String name() {
                return "local";
              }

              @Override
              public String configurationSchema() {
                return """
                {"type": "object", "properties": {"accounts": {"type": "object"}}}
                """;
              }

              @Override
              public List<TypeDescriptor> types() {
                return types;
              }

              @Override
              public Provisioner open(PluginContext context) {
                throw new IllegalStateException("neither catalogue nor admission opens a plugin");
              }
            }));
  }

  /** As {@link #local}, on a cloud that takes these tags. */
  public static InstalledPlugins tagged(TagRules rules) {
    List<TypeDescriptor> types =
        localPlugin().types().stream().map(type -> type.withTagRules(rules)).toList();
    return new InstalledPlugins(List.of(new Descriptors("local", types)));
  }

  /** As {@link #local}, and a plugin {@code fake} with the type {@code fake/thing}. */
  public static InstalledPlugins localAndFake() {
    return new InstalledPlugins(List.of(localPlugin(), fakePlugin()));
  }

  /** As {@link #local}: databases have users, queues have grants to principals. */
  public static InstalledPlugins bindable() {
    List<TypeDescriptor> types =
        localPlugin().types().stream()
            .map(
                type ->
                    type.withBindings(
                        new BindingOffer(
                            Set.of(Access.READ, Access.READWRITE),
                            type.type().endsWith("queue")
                                ? HolderKind.PRINCIPAL
                                : HolderKind.USER)))
            .toList();
    return new InstalledPlugins(List.of(new Descriptors("local", types)));
  }

  /** As {@link #local}, where all who are bound have one secret. */
  public static InstalledPlugins sharing() {
    List<TypeDescriptor> types =
        localPlugin().types().stream()
            .map(
                type ->
                    type.withBindings(
                        BindingOffer.shared(Access.READWRITE, "press the red button")))
            .toList();
    return new InstalledPlugins(List.of(new Descriptors("local", types)));
  }

  /** As {@link #local}, on a machine that lacks what the type needs. */
  public static InstalledPlugins localWithout(String type, String reason) {
    List<TypeDescriptor> types = localPlugin().types();
    return new InstalledPlugins(
        List.of(
            new ProvisionerPlugin() {
              @Override
              public String name() {
                return "local";
              }

              @Override
              public List<TypeDescriptor> types() {
                return types;
              }

              @Override
              public Map<String, String> unavailable(Map<String, Object> configuration) {
                return Map.of(type, reason);
              }

              @Override
              public Provisioner open(PluginContext context) {
                throw new IllegalStateException("nobody opens it here");
              }
            }));
  }

  private static ProvisionerPlugin localPlugin() {
    return new Descriptors(
        "local",
        List.of(
            type(
                "local/postgres",
                """
                {"type": "object", "additionalProperties": false, "required": ["engineVersion", "connectionLimit"],
                 "properties": {
                  "engineVersion": {"type": "string"},
                  "connectionLimit": {"type": "integer", "minimum": 1, "maximum": 1000}}}
                """,
                Map.of("engineVersion", Change.REPLACE)),
            type(
                "local/sqs-queue",
                """
                {"type": "object", "additionalProperties": false,
                 "properties": {
                  "visibilityTimeoutSeconds": {"type": "integer", "minimum": 0, "maximum": 43200},
                  "delaySeconds": {"type": "integer", "minimum": 0, "maximum": 900},
                  "receiveWaitSeconds": {"type": "integer", "minimum": 0, "maximum": 20},
                  "messageRetentionSeconds": {"type": "integer", "minimum": 60, "maximum": 1209600},
                  "maxReceiveCount": {"type": "integer", "minimum": 1, "maximum": 1000},
                  "fifo": {"type": "boolean"}}}
                """,
                Map.of("fifo", Change.REPLACE)),
            type(
                "local/redis",
                """
                {"type": "object", "additionalProperties": false,
                 "properties": {"scripts": {"type": "boolean"}}}
                """,
                Map.of())));
  }

  private static ProvisionerPlugin fakePlugin() {
    return new Descriptors(
        "fake",
        List.of(
            type(
                "fake/thing",
                """
                {"type": "object", "additionalProperties": false, "required": ["sizeGiB", "class"],
                 "properties": {
                  "sizeGiB": {"type": "integer", "minimum": 5},
                  "class": {"type": "string", "enum": ["slow", "fast"]},
                  "ratio": {"type": "number"},
                  "label": {"type": "string", "maxLength": 20},
                  "mode": {"type": "string"},
                  "on": {"type": "boolean"},
                  "ports": {"type": "array", "items": {"type": "integer", "maximum": 65535}},
                  "options": {"type": "object", "additionalProperties": false, "properties": {
                    "depth": {"type": "integer", "minimum": 1}, "name": {"type": "string"}}}}}
                """,
                Map.of("sizeGiB", Change.GROW_ONLY, "mode", Change.REPLACE))));
  }

  private static TypeDescriptor type(String name, String schema, Map<String, Change> changes) {
    return new TypeDescriptor(
        name,
        schema,
        changes,
        new NamingRule(63),
        ListDepth.FULL,
        CredentialNeed.NONE,
        List.of(),
        Duration.ZERO,
        Duration.ofSeconds(1),
        new RateLimit(1000, 100));
  }

  private record Descriptors(String name, List<TypeDescriptor> types) implements ProvisionerPlugin {
    @Override
    public Provisioner open(PluginContext context) {
      throw new IllegalStateException("neither catalogue nor admission opens a plugin");
    }
  }
}
