package dev.automat.engine;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus.Version;
import dev.automat.resource.Resource;
import dev.automat.secret.SecretBox;
import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Connections from the outputs that were seen last and the credentials that were stored. */
final class StoredConnections implements Connections {

  private final OpenPlugins plugins;
  private final CloudCalls calls;
  private final Store store;
  private final SecretBox secrets;

  StoredConnections(OpenPlugins plugins, CloudCalls calls, Store store, SecretBox secrets) {
    this.plugins = plugins;
    this.calls = calls;
    this.store = store;
    this.secrets = secrets;
  }

  @Override
  public Map<String, String> connect(Resource resource) {
    OpenType type = connectable(resource);
    Optional<Credentials> credentials =
        store.secret(resource.uid(), Pass.CREDENTIALS).map(secrets::unseal);
    return asked(() -> type.operations().connection(resource.status().outputs(), credentials));
  }

  @Override
  public Map<String, String> connect(Resource resource, Binding binding) {
    OpenType type = connectable(resource);
    Bindable bindable =
        type.bindable()
            .orElseThrow(
                () -> new NotConnectableException(resource.plan().type() + " has no bindings"));
    Grant grant = grant(binding, type);
    Map<String, String> connection =
        new LinkedHashMap<>(asked(() -> bindable.connection(resource.status().outputs(), grant)));
    connection.put("provider", type.descriptor().provisioner());
    return connection;
  }

  private Grant grant(Binding binding, OpenType type) {
    Version current =
        binding
            .status()
            .current()
            .filter(_ -> !binding.absent())
            .orElseThrow(() -> new NotConnectableException(whyNotYet(binding)));
    return new Grant(
        new GrantId(binding.id(), current.number()),
        binding.consumer(),
        Grant.Access.valueOf(current.access().name()),
        holder(binding, current, type)
            .orElseThrow(() -> new NotConnectableException("it was revoked just now")));
  }

  private Optional<? extends Grant.Holder> holder(Binding binding, Version version, OpenType type) {
    return switch (type.descriptor().bindings().orElseThrow().holder()) {
      case USER -> credentials(binding, version).map(Grant.User::new);
      case PRINCIPAL -> version.principal().map(Grant.Principal::new);
      case SHARED -> credentials(binding, version).map(Grant.Shared::new);
    };
  }

  private Optional<Credentials> credentials(Binding binding, Version version) {
    return store.bindings().secret(binding, version.number()).map(secrets::unseal);
  }

  private static String whyNotYet(Binding binding) {
    return binding.absent()
        ? binding.consumer() + " is being unbound"
        : binding
            .status()
            .trouble()
            .map(trouble -> binding.consumer() + " could not be bound yet: " + trouble.message())
            .orElseGet(() -> binding.consumer() + " is not bound yet");
  }

  private OpenType connectable(Resource resource) {
    if (resource.isTombstone() || resource.want().absent()) {
      throw new NotConnectableException("it is being deleted, or was");
    }
    if (!resource.work().madeOnce()) {
      throw new NotConnectableException(
          "it was not ready yet; it is " + resource.phase() + ": wait until its phase is Ready");
    }
    return plugins
        .type(resource.plan().type())
        .orElseThrow(() -> new NotConnectableException(plugins.whyNot(resource.plan().type())));
  }

  private Map<String, String> asked(Callable<Map<String, String>> question) {
    try {
      return calls.call(question);
    } catch (ProvisionerException e) {
      throw new NotConnectableException(e.getMessage() + ": " + e.nextStep());
    }
  }
}
