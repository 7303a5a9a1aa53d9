package dev.automat.spi;

import java.util.Optional;

/**
 * A capability of a {@link ResourceType}: what it made can be put out of reach of those who use it,
 * with its data kept, and be handed back.
 *
 * <p>The rules of {@link ResourceType} hold: each call blocks, ends before {@link
 * ResourceType#CALL_DEADLINE}, may be repeated at any time, verifies ownership before it writes,
 * and throws nothing but {@link ProvisionerException}. A type that implements it declares {@link
 * TypeDescriptor.Ability#QUARANTINE}, and only then is asked.
 *
 * <p>What a quarantine changes in the cloud is no drift: {@link ResourceType#observe} shows the
 * settings, tags and outputs of a resource in quarantine as they were before it, as far as the
 * cloud shows them at all. {@link ResourceType#update} leaves it in quarantine, {@link
 * ResourceType#delete} takes it from there, and {@link Bindable#grants} and {@link Bindable#unbind}
 * work. {@link Bindable#bind} is not asked for as long as it lasts.
 */
public interface Quarantinable {

  /**
   * Nobody can use it any more but the platform: new sessions are refused, open ones are ended, and
   * no grant of {@link Bindable} works either. Its data stay. What is in quarantine already is
   * success, and whatever was opened since is cut again.
   *
   * @param target with what {@link ResourceType#observe} showed just before, and the credentials
   *     that {@code create} was given: a plugin may have to sign in to end what is open
   * @return empty once it is out of reach; otherwise what the cloud is still doing, for a person:
   *     it is asked again
   */
  Optional<String> quarantine(BindingTarget target);

  /**
   * Takes the quarantine back: everybody who could use it before can use it again, with the same
   * credentials. What is in no quarantine is success.
   *
   * @param target as for {@link #quarantine}
   * @return empty once it can be used; otherwise what the cloud is still doing, for a person: it is
   *     asked again
   */
  Optional<String> release(BindingTarget target);
}
