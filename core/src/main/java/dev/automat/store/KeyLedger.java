package dev.automat.store;

import dev.automat.resource.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys secrets are sealed with, and which replica has which keys. Every method is one
 * transaction, as those of {@link Store}. No key is here, only ids.
 */
public interface KeyLedger {

  /** The keys that whoever opens this store must have. */
  Set<String> needed();

  /**
   * Says that a key is going to seal: from now on it is {@link #needed}, until it is retired.
   * Repeats change nothing.
   */
  void use(String keyId, Instant now);

  /**
   * A key is not needed any more.
   *
   * @return false, and nothing is written, if something is sealed with it
   */
  boolean retire(String keyId, Instant now);

  /** How many secrets are sealed with which key. Looks at all of them. */
  Map<String, Long> sealedWith();

  /**
   * Secrets that are sealed with another key, in the order of uid, field, version.
   *
   * @param after the last of the page before; empty for the first page
   */
  List<SealedSecret> notSealedWith(String keyId, Optional<SealedSecret> after, int limit);

  /**
   * Puts envelopes in the place of others.
   *
   * @return how many; one that is not there any more, or not what it was, is passed over
   */
  int reseal(List<Resealed> batch);

  /** The replicas that live, and the keys that they have. */
  List<ReplicaKeys> replicas(Duration silence);

  /** One secret, sealed before and after. */
  record Resealed(SealedSecret before, SealedSecret after) {}

  /**
   * A living replica.
   *
   * @param keyIds the keys that it has, the one that it seals with first; empty if it did not say
   */
  record ReplicaKeys(String replica, List<String> keyIds) {

    /** Whether it seals with that key. */
    public boolean sealsWith(String keyId) {
      return keyIds.stream().findFirst().filter(keyId::equals).isPresent();
    }
  }
}
