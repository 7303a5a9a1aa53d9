package dev.automat.keys;

import dev.automat.resource.SealedSecret;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.secret.SecretBox;
import dev.automat.store.KeyLedger;
import dev.automat.store.KeyLedger.ReplicaKeys;
import dev.automat.store.KeyLedger.Resealed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of this replica, in step with those of the others: a new key seals only when all that
 * live can open with it. So the keys may be handed to one replica after the other, while all work.
 */
public final class SealingKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

  private static final int PAGE = 500;

  private final SecretBox box;
  private final KeyLedger ledger;
  private final InstantSource clock;
  private final Duration silence;
  private String complaint = "";

  private SealingKeys(SecretBox box, KeyLedger ledger, InstantSource clock, Duration silence) {
    this.box = box;
    this.ledger = ledger;
    this.clock = clock;
    this.silence = silence;
  }

  /**
   * @param silence after which another replica is taken for dead
   * @throws KeyUnavailableException if the store was used with a key that is not in {@code box}:
   *     what is sealed with it could not be opened
   */
  public static SealingKeys open(
      SecretBox box, KeyLedger ledger, InstantSource clock, Duration silence) {
    Set<String> needed = ledger.needed();
    box.requireKeys(needed);
    if (needed.isEmpty()) {
      ledger.use(box.primaryKeyId(), clock.instant());
    } else if (!needed.contains(box.primaryKeyId())) {
      // The others may not have it yet: the key that was used last goes on sealing until they do.
      box.sealWith(List.copyOf(needed).getLast());
    }
    return new SealingKeys(box, ledger, clock, silence);
  }

  /** The keys that this replica has, the one that it seals with first. */
  public List<String> ids() {
    List<String> ids = new ArrayList<>(box.ring().ids());
    ids.remove(box.primaryKeyId());
    ids.addFirst(box.primaryKeyId());
    return List.copyOf(ids);
  }

  /** Looks whether the source has other keys by now, and whether the wanted one may seal. */
  public void follow() {
    try {
      Set<String> needed = ledger.needed();
      if (box.reread(needed)) {
        LOG.info("the keys are now {}; {} should seal", box.ring().ids(), box.wantedKeyId());
      }
      sealWithTheWanted();
      box.requireKeys(needed);
      complaint = "";
    } catch (KeyUnavailableException e) {
      String said = String.valueOf(e.getMessage());
      if (!said.equals(complaint)) {
        complaint = said;
        LOG.error("the keys stay as they were: {}", said);
      }
    }
  }

  private void sealWithTheWanted() {
    String wanted = box.wantedKeyId();
    if (!wanted.equals(box.primaryKeyId()) && without(wanted).isEmpty()) {
      ledger.use(wanted, clock.instant());
      box.sealWith(wanted);
      LOG.info("key {} seals from now on: all replicas have it", wanted);
    }
  }

  /** The replicas that live and can not open what that key seals. */
  public List<String> without(String keyId) {
    return replicas().stream()
        .filter(replica -> !replica.keyIds().contains(keyId))
        .map(ReplicaKeys::replica)
        .toList();
  }

  /** The replicas that live. */
  public List<ReplicaKeys> replicas() {
    return ledger.replicas(silence);
  }

  /** The key that this replica seals with. */
  public String sealing() {
    return box.primaryKeyId();
  }

  /** The keys that secrets may be sealed with. */
  public Set<String> needed() {
    return ledger.needed();
  }

  /** How many secrets are sealed with which key. */
  public Map<String, Long> sealedWith() {
    return ledger.sealedWith();
  }

  /**
   * What a turn of re-wrapping did.
   *
   * @param done how many have the sealing key now that had another
   * @param unreadable how many could not be opened, and stay as they are; the log names them
   * @param remaining how many still have another key
   */
  public record Turn(long done, long unreadable, long remaining) {}

  /**
   * Wraps secrets with the sealing key that have another, for about as long as {@code limit}. It
   * may be cut off at any moment and repeated at any time, here or by another replica: what is done
   * is in the secrets themselves.
   */
  public Turn rewrap(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    long done = 0;
    long unreadable = 0;
    Optional<SealedSecret> last = Optional.empty();
    List<SealedSecret> page;
    do {
      page = ledger.notSealedWith(sealing(), last, PAGE);
      List<Resealed> batch = page.stream().flatMap(each -> rewrapped(each).stream()).toList();
      unreadable += page.size() - batch.size();
      done += ledger.reseal(batch);
      last = page.isEmpty() ? last : Optional.of(page.getLast());
    } while (page.size() == PAGE && System.nanoTime() < end);
    String sealing = sealing();
    long remaining =
        sealedWith().entrySet().stream()
            .filter(each -> !each.getKey().equals(sealing))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new Turn(done, unreadable, remaining);
  }

  private Optional<Resealed> rewrapped(SealedSecret secret) {
    try {
      return Optional.of(new Resealed(secret, box.rewrap(secret)));
    } catch (KeyUnavailableException e) {
      LOG.error("not wrapped again: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Says that nobody needs a key any more, if nothing is sealed with it.
   *
   * @return false if something is
   */
  public boolean retire(String keyId) {
    return ledger.retire(keyId, clock.instant());
  }
}
