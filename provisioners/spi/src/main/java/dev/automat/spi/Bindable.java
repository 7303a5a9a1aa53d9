package dev.automat.spi;

import dev.automat.spi.BindingOffer.HolderKind;
import java.util.Map;
import java.util.Set;

/**
 * A capability of a {@link ResourceType}: each application has a user of its own, or a grant to its
 * principal, or is given the one secret that the cloud has made. A type that implements it says so
 * in {@link TypeDescriptor#bindings()}, and only then is asked.
 *
 * <p>The rules of {@link ResourceType} hold: each call blocks, ends before {@link
 * ResourceType#CALL_DEADLINE}, may be repeated at any time, and throws nothing but {@link
 * ProvisionerException}. Only an available resource is bound. What is not ours is never touched: a
 * user of that name that carries another's tags fails with {@link ErrorCode#FOREIGN}. {@link
 * ResourceType#delete} takes all grants along, and {@link ResourceType#list} shows none of them.
 */
public interface Bindable {

  /**
   * Which grants stand for the resource, made by whatever attempt; also those that were made by
   * half, as far as the cloud shows them.
   */
  Set<GrantId> grants(BindingTarget target);

  /**
   * Makes the grant, or sets it right again: its secret, and exactly its access. Grants of other
   * versions and other bindings stay as they are. Of {@link HolderKind#SHARED} it writes down, in
   * the cloud, that the grant stands.
   */
  void bind(BindingTarget target, Grant grant);

  /**
   * Which of the grants that stand lack something that {@link #bind} would set right, such as what
   * a store of secrets of the cloud is to hold of them since a setting was changed. Asked at each
   * look, after all that ends has ended; those are bound again. It changes nothing.
   *
   * @param standing as {@link #grants} has just answered; some may be about to be taken away
   */
  default Set<GrantId> incomplete(BindingTarget target, Set<GrantId> standing) {
    return Set.of();
  }

  /**
   * Takes the grant away and ends the sessions that are open with it. What was made with it stays,
   * and can be used and changed by the other grants that may write. What is gone is success. Of
   * {@link HolderKind#SHARED} it takes away what was written down, and the secret from nobody.
   */
  void unbind(BindingTarget target, GrantId grant);

  /**
   * The one secret of the resource, as the cloud has it at this moment. Asked of types with {@link
   * HolderKind#SHARED} alone: when a grant is made, and whenever grants are looked at again, so
   * that a secret that somebody changed reaches the applications. It changes nothing.
   *
   * @throws ProvisionerException also if there is none to give, with what a person can do about it
   */
  default Credentials sharedSecret(BindingTarget target) {
    throw new ProvisionerException(
        ErrorCode.INTERNAL,
        target.ref().type() + " has no secret that applications share",
        "tell the plugin's authors");
  }

  /**
   * What the application connects with. Pure; no call to the cloud.
   *
   * @return the keys that the kind declares, {@code username} and {@code password} where there is a
   *     secret, {@value #TYPE} and {@value #REACHABLE_FROM}; {@value #SECRET_STORE} and {@value
   *     #SECRET_STORE_KEY} where a secret store of the cloud holds the same; never anything of the
   *     resource's own credentials
   */
  Map<String, String> connection(Map<String, Object> outputs, Grant grant);

  /** What protocol it speaks, such as {@code postgresql} (servicebinding.io, well-known entry). */
  String TYPE = "type";

  /** From where it can be reached, for a person. */
  String REACHABLE_FROM = "reachableFrom";

  /**
   * The name of the ClusterSecretStore by which the External Secrets Operator reaches the store of
   * secrets of the cloud that holds the connection, too, as JSON of its entries. For an
   * ExternalSecret, and for no program.
   */
  String SECRET_STORE = "secretStore";

  /** What that store finds it by: {@code remoteRef.key} of an ExternalSecret. */
  String SECRET_STORE_KEY = "secretStoreKey";
}
