package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ResourceRef;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Users, and what they sign in with kept in Secret Manager, too, where the module asks for it. The
 * secret is written after its user is made, and taken away after its user is gone: that nobody gets
 * in any more never waits for Secret Manager.
 */
record KeptUsers(GcpAccounts accounts, Bindable users) implements Bindable {

  /** What the connection calls the secret. */
  private static final String SECRET_NAME = "secretName";

  /** A ClusterSecretStore of the provider for Secret Manager reads one project. */
  private static final String STORE = "gcp-";

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return users.grants(target);
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    users.bind(target, grant);
    if (!prefix(target.outputs()).isEmpty()) {
      Map<String, String> connection =
          new LinkedHashMap<>(users.connection(target.outputs(), grant));
      connection.remove(REACHABLE_FROM);
      in(
          target.ref(),
          "writing",
          (place, instance) ->
              new BindingSecrets(place, target.ref())
                  .put(grant, connection, InstanceReading.key(instance)));
    }
  }

  /** What is not in its secret: it was switched on since, or somebody deleted or changed it. */
  @Override
  public Set<GrantId> incomplete(BindingTarget target, Set<GrantId> standing) {
    if (prefix(target.outputs()).isEmpty()) {
      return Set.of();
    }
    Set<GrantId> lacking = new HashSet<>();
    in(
        target.ref(),
        "looking at",
        (place, _) -> {
          BindingSecrets secrets = new BindingSecrets(place, target.ref());
          GrantId.newest(standing).stream()
              .filter(grant -> !secrets.holds(grant))
              .forEach(lacking::add);
        });
    return lacking;
  }

  /**
   * Whether it is kept now or was once, until the last one is gone after it was switched off: from
   * then on Secret Manager is needed for nothing more.
   */
  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    users.unbind(target, grant);
    in(
        target.ref(),
        "deleting",
        (place, instance) -> {
          Map<String, String> labels = ShownSettings.labels(instance);
          if (SecretsLabel.isThere(labels)) {
            BindingSecrets secrets = new BindingSecrets(place, target.ref());
            boolean gone = secrets.remove(grant, isLast(target, grant));
            if (gone && !SecretsLabel.isOn(labels) && secrets.areNoneBut(grant)) {
              SecretsLabel.allGone(new Instances(place), instance);
            }
          }
        });
  }

  /** Whether no newer version of the binding stands, as the database itself says. */
  private boolean isLast(BindingTarget target, GrantId grant) {
    return users.grants(target).stream()
        .noneMatch(
            each -> each.binding().equals(grant.binding()) && each.version() > grant.version());
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection = new LinkedHashMap<>(users.connection(outputs, grant));
    String prefix = prefix(outputs);
    if (!prefix.isEmpty()) {
      String name = BindingSecrets.name(prefix, grant.id());
      String[] parts = name.split("/", -1);
      connection.put(SECRET_NAME, name);
      connection.put(SECRET_STORE, STORE + parts[1]);
      connection.put(SECRET_STORE_KEY, parts[parts.length - 1]);
    }
    return connection;
  }

  private static String prefix(Map<String, Object> outputs) {
    return String.valueOf(outputs.getOrDefault(Keys.BINDING_SECRET_PREFIX, ""));
  }

  @FunctionalInterface
  private interface Work {
    void at(Place place, DatabaseInstance instance) throws IOException;
  }

  private void in(ResourceRef ref, String doing, Work work) {
    GcpFailures.translating(
        "%s the secret of a binding of %s %s"
            .formatted(doing, CloudSqlType.WHAT, ref.externalName()),
        () -> {
          Place place = accounts.place(ref.scope());
          work.at(
              place,
              new Instances(place)
                  .find(ref.externalName())
                  .orElseThrow(() -> CloudSqlType.gone(ref)));
          return true;
        });
  }
}
