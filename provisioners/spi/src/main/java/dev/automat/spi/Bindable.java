package dev.automat.spi;

import java.util.Map;
import java.util.Set;

/**
 * A capability of a {@link ResourceType}: each application has a user of its own, or a grant to its
 * principal. A type that implements it says so in {@link TypeDescriptor#bindings()}, and only then
 * is asked.
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
   * versions and other bindings stay as they are.
   */
  void bind(BindingTarget target, Grant grant);

  /**
   * Takes the grant away and ends the sessions that are open with it. What was made with it stays,
   * and can be used and changed by the other grants that may write. What is gone is success.
   */
  void unbind(BindingTarget target, GrantId grant);

  /**
   * What the application connects with. Pure; no call to the cloud.
   *
   * @return the keys that the kind declares, {@code username} and {@code password} where there is a
   *     secret, {@value #TYPE} and {@value #REACHABLE_FROM}; never anything of the resource's own
   *     credentials
   */
  Map<String, String> connection(Map<String, Object> outputs, Grant grant);

  /** What protocol it speaks, such as {@code postgresql} (servicebinding.io, well-known entry). */
  String TYPE = "type";

  /** From where it can be reached, for a person. */
  String REACHABLE_FROM = "reachableFrom";
}
