package dev.automat.engine;

import dev.automat.store.AccountHold;
import dev.automat.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Law 6: stops all changes in an account when what is seen there can not be true: many resources
 * missing at once, or objects of ours that the store does not know. A person looks, and releases
 * the account.
 */
final class AccountGuard {

  private static final Logger log = LoggerFactory.getLogger(AccountGuard.class);

  private static final int MANY = 10;
  private static final Duration AT_ONCE = Duration.ofMinutes(10);
  private static final Duration READ_AGAIN = Duration.ofSeconds(1);

  private final Store store;
  private final ConcurrentMap<String, Map<String, Instant>> missing = new ConcurrentHashMap<>();

  private volatile Map<String, AccountHold> holds = Map.of();
  private Instant readAt = Instant.MIN;

  AccountGuard(Store store) {
    this.store = store;
  }

  /** The hold on the account, read from the store at most once a second. */
  Optional<AccountHold> holdOn(String account, Instant now) {
    refresh(now);
    return Optional.ofNullable(holds.get(account));
  }

  private synchronized void refresh(Instant now) {
    if (readAt.equals(Instant.MIN)
        || Duration.between(readAt, now).abs().compareTo(READ_AGAIN) >= 0) {
      Map<String, AccountHold> read = new HashMap<>();
      store.holds().forEach(hold -> read.put(hold.account(), hold));
      holds = Map.copyOf(read);
      readAt = now;
    }
  }

  /**
   * A resource of the account was found missing; many different ones within ten minutes hold the
   * account.
   */
  void seenAbsent(String account, String uid, Instant now) {
    Map<String, Instant> recent = missing.computeIfAbsent(account, _ -> new HashMap<>());
    int count;
    synchronized (recent) {
      recent.values().removeIf(at -> at.plus(AT_ONCE).isBefore(now));
      recent.put(uid, now);
      count = recent.size();
      if (count >= MANY) {
        recent.clear();
      }
    }
    if (count >= MANY) {
      hold(
          account,
          count + " resources went missing within " + AT_ONCE.toMinutes() + " minutes",
          now);
    }
  }

  /** Stops changes in the account, with an alarm in the log. */
  synchronized void hold(String account, String seen, Instant now) {
    String reason =
        seen
            + ". Nothing is changed there until somebody has looked: if it is as it should be, run"
            + " automat accounts release "
            + account;
    store.hold(new AccountHold(account, reason, now));
    log.error("ALARM account {} is observed only: {}", account, reason);
    readAt = Instant.MIN;
  }
}
