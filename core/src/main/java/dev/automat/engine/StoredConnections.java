package dev.automat.engine;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Resource;
import dev.automat.secret.SecretBox;
import dev.automat.spi.Credentials;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.Store;
import java.util.Map;
import java.util.Optional;

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
    if (resource.isTombstone() || resource.want().absent()) {
      throw new NotConnectableException("it is being deleted, or was");
    }
    if (!resource.work().madeOnce()) {
      throw new NotConnectableException(
          "it was not ready yet; it is " + resource.phase() + ": wait until its phase is Ready");
    }
    OpenType type =
        plugins
            .type(resource.plan().type())
            .orElseThrow(() -> new NotConnectableException(plugins.whyNot(resource.plan().type())));
    Optional<Credentials> credentials =
        store.secret(resource.uid(), Pass.CREDENTIALS).map(secrets::unseal);
    try {
      return calls.call(
          () -> type.operations().connection(resource.status().outputs(), credentials));
    } catch (ProvisionerException e) {
      throw new NotConnectableException(e.getMessage() + ": " + e.nextStep());
    }
  }
}
