package dev.automat.testkit.aws;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the proxy holds of one cache that moto can not hold. */
final class Cache {

  /** Which of all caches of one name this is. Moto never forgets the first. */
  final int life;

  final Progress progress = new Progress();

  /** Values that were changed, by the name of their element. */
  final Map<String, String> held = new LinkedHashMap<>();

  /** What was asked for at creation. */
  final Map<String, String> asked;

  private Optional<Instant> gone = Optional.empty();

  Cache(int life, Map<String, String> asked) {
    this.life = life;
    this.asked = asked;
  }

  void delete(Instant until) {
    gone = Optional.of(until);
  }

  boolean isDeleting(Instant now) {
    return gone.isPresent() && now.isBefore(gone.get());
  }

  boolean isGone(Instant now) {
    return gone.isPresent() && !now.isBefore(gone.get());
  }

  /** The name that moto knows it by. */
  String nameInMoto(String name) {
    return life == 1 ? name : name + "-life" + life;
  }

  /** Takes over what is done by now. */
  void settle(Instant now) {
    held.putAll(progress.settle(now));
  }
}
