package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Looks for the secrets of instances that are gone: what came up late, or was there when somebody
 * deleted the instance past Automat. A deletion is not told whether there ever was any. So this
 * process remembers of the newest of them what it saw of the instance, and when it looked: where
 * there was nothing it does not look, and elsewhere at most once an hour, however often it is
 * asked.
 */
final class LateSecrets {

  private static final Duration AGAIN = Duration.ofHours(1);

  /** Whoever is forgotten is looked for once more. */
  private static final int MOST = 10_000;

  /** What may be left opens nothing, so it holds up no deletion; but who is too fast waits. */
  private static final Set<ErrorType> FORGIVEN =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(ErrorType.THROTTLED)));

  private final InstantSource clock;
  private final SequencedMap<String, Instant> next = new LinkedHashMap<>();

  LateSecrets(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What the instance says as it goes.
   *
   * @param ever whether it ever had secrets
   */
  synchronized void seen(ResourceRef ref, boolean ever) {
    remember(ref.uid(), ever ? Instant.MIN : Instant.MAX);
  }

  /**
   * Deletes them, if it is time to look.
   *
   * @throws ProvisionerException of type THROTTLED alone
   */
  void remove(BindingSecrets secrets) {
    String uid = secrets.ref().uid();
    if (isDue(uid)) {
      secrets.removeAll(FORGIVEN);
      looked(uid);
    }
  }

  private synchronized boolean isDue(String uid) {
    return !clock.instant().isBefore(next.getOrDefault(uid, Instant.MIN));
  }

  private synchronized void looked(String uid) {
    remember(uid, clock.instant().plus(AGAIN));
  }

  private void remember(String uid, Instant look) {
    next.remove(uid);
    next.put(uid, look);
    if (next.size() > MOST) {
      next.pollFirstEntry();
    }
  }
}
