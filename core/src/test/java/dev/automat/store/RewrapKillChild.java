package dev.automat.store;

import dev.automat.config.Configuration.StoreSettings;
import dev.automat.keys.SealingKeys;
import dev.automat.secret.SecretBox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The process that {@link RewrapKill} kills: it wraps secrets again until none is left. */
final class RewrapKillChild {

  private RewrapKillChild() {}

  /**
   * @param arguments directory, key file, and URL and password of the store if it is no file
   */
  @SuppressWarnings("SystemOut") // the pipe to the parent
  public static void main(String[] arguments) {
    StoreSettings settings =
        arguments.length == 2
            ? new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty())
            : new StoreSettings(
                Optional.of(arguments[2]), Optional.of("automat"), Optional.of(arguments[3]));
    JdbiStore store = Stores.open(Path.of(arguments[0]), settings);
    SecretBox box = SecretBox.open(Path.of(arguments[1]), false);
    SealingKeys keys =
        SealingKeys.open(box, store.keys(), Clock.systemUTC(), Duration.ofSeconds(15));
    keys.follow();
    SealingKeys.Turn turn;
    do {
      turn = keys.rewrap(Duration.ZERO);
      System.out.println(turn.remaining());
    } while (turn.remaining() > 0);
  }
}
