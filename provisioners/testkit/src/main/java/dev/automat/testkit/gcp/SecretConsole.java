package dev.automat.testkit.gcp;

import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import com.google.protobuf.ByteString;
import dev.automat.testkit.gcp.SecretStore.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person sees and does in a project, past the API: never disturbed and never stale. */
public final class SecretConsole {

  private final SecretStore store;
  private final String project;

  SecretConsole(SecretStore store, String project) {
    this.store = store;
    this.project = project;
  }

  private String parent() {
    return "projects/" + project;
  }

  private String name(String id) {
    return parent() + "/secrets/" + id;
  }

  private Item item(String id) {
    return store.item(name(id)).orElseThrow(() -> new IllegalArgumentException("no secret " + id));
  }

  /** The ids of all secrets that stand, in their order. */
  public List<String> secrets() {
    return store.names().stream()
        .filter(name -> name.startsWith(name("")))
        .map(SecretStore::last)
        .toList();
  }

  /** The secret of that id; empty if there is none. */
  public Optional<Secret> secret(String id) {
    return store.item(name(id)).map(Item::secret);
  }

  /** The states of its versions, the oldest first. */
  public List<State> versions(String id) {
    return item(id).versions().stream().map(held -> held.version().getState()).toList();
  }

  /** The payload of the version of that number, whatever state it is in; empty once destroyed. */
  public String payload(String id, int number) {
    return item(id).versions().get(number - 1).payload().getData().toStringUtf8();
  }

  /** Puts up a secret. */
  public void plant(String id, Secret secret, String payload) {
    store.create(
        CreateSecretRequest.newBuilder()
            .setParent(parent())
            .setSecretId(id)
            .setSecret(secret)
            .build());
    add(id, payload);
  }

  /** Adds a version. */
  public void add(String id, String payload) {
    store.addVersion(
        AddSecretVersionRequest.newBuilder()
            .setParent(name(id))
            .setPayload(SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(payload)))
            .build());
  }

  /** Puts a version in a state. */
  public void become(String id, int number, State state) {
    store.become(name(id) + "/versions/" + number, state);
  }

  /** Disables a key of Cloud KMS: what it encrypts is neither read nor added to. */
  public void disableKey(String key) {
    store.switchKey(key, false);
  }

  /** Ends {@link #disableKey}. */
  public void enableKey(String key) {
    store.switchKey(key, true);
  }

  /** Gives the secret these labels, and no others. */
  public void relabel(String id, Map<String, String> labels) {
    Item item = item(id);
    store.keep(
        name(id),
        Optional.of(
            new Item(
                item.secret().toBuilder().clearLabels().putAllLabels(labels).build(),
                item.versions())));
  }

  /** Deletes the secret of that id, if it stands. */
  public void uproot(String id) {
    store.keep(name(id), Optional.empty());
  }
}
