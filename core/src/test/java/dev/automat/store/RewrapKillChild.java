package dev.automat.store;

import dev.automat.config.Configuration.StoreSettings;
import dev.automat.keys.SealingKeys;
import dev.automat.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The process that {@link RewrapKill} kills: it wraps secrets again, a turn for each byte that it
 * is given.
 */
final class RewrapKillChild {

  private RewrapKillChild() {}

  /**
   * @param arguments directory, key file, and URL and password of the store if it is no file
   */
  @SuppressWarnings("SystemOut") // the pipe to the parent
  public static void main(String[] arguments) throws IOException {
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
    while (System.in.read() >= 0) {
      System.out.println(keys.rewrap(Duration.ZERO).remaining());
    }
  }
}
