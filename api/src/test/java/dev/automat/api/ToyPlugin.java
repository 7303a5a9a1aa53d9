package dev.automat.api;

import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.NamingRule;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plugin for a cloud in memory that does at once what it is told. */
public final class ToyPlugin implements ProvisionerPlugin {

  private static final TypeDescriptor DATABASE =
      type(
              "toy/database",
              """
              {"type": "object", "additionalProperties": false, "properties": {
                "engine": {"type": "string", "description": "Version."},
                "storageGiB": {"type": "integer", "description": "Disk."},
                "connections": {"type": "integer", "description": "Most connections."}}}
              """,
              Map.of("engine", Change.REPLACE, "storageGiB", Change.GROW_ONLY),
              CredentialNeed.USERNAME_PASSWORD,
              List.of("host", "port", "database"))
          .withBindings(new BindingOffer(Set.of(Access.READWRITE), HolderKind.USER))
          .withAbilities(TypeDescriptor.Ability.QUARANTINE, TypeDescriptor.Ability.RECOVERY);

  private static final TypeDescriptor QUEUE =
      type(
          "toy/queue",
          """
          {"type": "object", "additionalProperties": false, "properties": {
            "visibilitySeconds": {"type": "integer", "description": "Hidden for so long."}}}
          """,
          Map.of(),
          CredentialNeed.NONE,
          List.of("url"));

  private final ToyCloud cloud;

  /** With a cloud of its own, as ServiceLoader makes it. */
  public ToyPlugin() {
    this(new ToyCloud());
  }

  ToyPlugin(ToyCloud cloud) {
    this.cloud = cloud;
  }

  private static TypeDescriptor type(
      String name,
      String settings,
      Map<String, Change> changes,
      CredentialNeed credentials,
      List<String> outputs) {
    return new TypeDescriptor(
        name,
        settings,
        changes,
        new NamingRule(60),
        TypeDescriptor.ListDepth.FULL,
        credentials,
        outputs,
        Duration.ofMillis(1),
        Duration.ofSeconds(1),
        new TypeDescriptor.RateLimit(10_000, 100));
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public List<TypeDescriptor> types() {
    return List.of(
        DATABASE,
        cloud.shared.isEmpty()
            ? QUEUE
            : QUEUE.withBindings(BindingOffer.shared(Access.READWRITE, ToyCloud.HOW)));
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> types =
        Map.of(DATABASE.type(), new ToyType(cloud, true), QUEUE.type(), new ToyType(cloud, false));
    return () -> types;
  }
}
