package dev.automat.store;

import dev.automat.resource.Binding;
import dev.automat.resource.SealedSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The bindings of resources. As everything in the {@link Store}: one method, one transaction.
 *
 * <p>What is asked for and what the engine found stand in disjoint columns. The former is
 * compare-and-set on the binding's generation, the latter on the epoch of the claim on the
 * resource; both lock the resource's row first.
 */
public interface BindingStore {

  /**
   * All of an incarnation in the order of their consumers, also those that are gone and still
   * looked for.
   */
  List<Binding> of(String uid);

  /** The one that holds the consumer's name. */
  default Optional<Binding> live(String uid, String consumer) {
    return of(uid).stream()
        .filter(binding -> binding.gone().isEmpty() && binding.consumer().equals(consumer))
        .findFirst();
  }

  /**
   * Stores what is asked for, writes its event, and wakes the resource.
   *
   * @return whether it held: not if the resource is not to be present any more, the name is taken,
   *     or the binding is not the one that the change was based on
   */
  boolean write(BindingWrite write, Instant now);

  /**
   * Stores what the engine found, or is about to do.
   *
   * @return whether the claim on the resource held; if not, nothing was written, and the cloud must
   *     not be touched
   */
  boolean record(BindingRecord record);

  /** One version of a binding's secret. */
  Optional<SealedSecret> secret(Binding binding, int version);
}
