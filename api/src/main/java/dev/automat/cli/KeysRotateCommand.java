package dev.automat.cli;

import dev.automat.keys.ConfiguredKeys;
import dev.automat.resource.Json;
import dev.automat.secret.KeyRing;
import dev.automat.secret.KeySource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/**
 * Goes over to a new key while all replicas work. Each step is seen in the key file or in the
 * store, so that whoever was cut off says the same again.
 */
@Command(
    name = "rotate",
    description = {
      "Make a new key, and wrap all stored credentials with it, while all replicas work.",
      "The new key is put into the key file. Replicas read the file when it changes, and seal with"
          + " the new key once all that live have it; then what is stored is wrapped again. Where"
          + " replicas have files of their own, give each the new one when this says so. Cut off at"
          + " any moment, it goes on when it is said again."
    },
    mixinStandardHelpOptions = true)
final class KeysRotateCommand implements Callable<Integer> {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for the replicas to read the file. Default: 30.")
  private int patience = 30;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (Platform loaded = server.platform().load(List.of());
        ApiClient client = server.client()) {
      KeySource source = ConfiguredKeys.source(loaded.configuration(), loaded.plugins());
      String key = newKey(source, client, console);
      if (!awaitReplicas(key, client)) {
        console.say(
            "not all replicas seal with key "
                + key
                + " within "
                + patience
                + " s:\n"
                + replicas(client)
                + "\nGive "
                + source.place()
                + " to those that lack the key, then say the same again. Nothing is broken: all"
                + " seal with a key that everybody has.");
        return ExitCode.FAILED;
      }
      console.say("all replicas seal with key " + key);
      return rewrap(client, console);
    }
  }

  /** The key to go over to: a new one, unless going over to the last one has not ended yet. */
  private static String newKey(KeySource source, ApiClient client, Console console) {
    if (source.file().isEmpty()) {
      throw new CommandException(
          source.place()
              + " can not be written to: put its text into a file, name that in secrets.keyFile of"
              + " a configuration for this command, and hand the changed text to the replicas");
    }
    KeyRing ring = source.read();
    if (isUnderWay(ring, client)) {
      console.say("going on to key " + ring.primary());
      return ring.primary();
    }
    KeyRing more = ring.withNewKey();
    KeyRing changed = more.withPrimary(more.newest());
    source.replace(ring, changed);
    console.say("key " + changed.primary() + " made in " + source.place() + ": keep a copy");
    return changed.primary();
  }

  private static boolean isUnderWay(KeyRing ring, ApiClient client) {
    JsonNode state = client.get("/v1/keys").body();
    boolean others =
        state
            .path("keys")
            .valueStream()
            .filter(key -> !key.path("id").asString("").equals(ring.primary()))
            .anyMatch(key -> key.path("secrets").asLong() > 0);
    return (others && ring.ids().size() > 1) || !allSealWith(ring.primary(), state);
  }

  private boolean awaitReplicas(String key, ApiClient client) {
    long end = System.nanoTime() + Duration.ofSeconds(patience).toNanos();
    while (!allSealWith(key, client.get("/v1/keys").body())) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  private static boolean allSealWith(String key, JsonNode state) {
    return state
        .path("replicas")
        .valueStream()
        .allMatch(replica -> replica.path("keys").path(0).asString("").equals(key));
  }

  private static String replicas(ApiClient client) {
    return Format.table(
        List.of("REPLICA", "SEALS WITH", "HAS"),
        client
            .get("/v1/keys")
            .body()
            .path("replicas")
            .valueStream()
            .map(
                replica ->
                    List.of(
                        replica.path("id").asString(""),
                        replica.path("keys").path(0).asString("none"),
                        String.join(
                            ", ",
                            replica
                                .path("keys")
                                .valueStream()
                                .map(key -> key.asString(""))
                                .toList())))
            .toList());
  }

  private static int rewrap(ApiClient client, Console console) {
    while (true) {
      JsonNode turn = client.post("/v1/keys:rewrap", Json.object()).body();
      long remaining = turn.path("remaining").asLong();
      long unreadable = turn.path("unreadable").asLong();
      console.say(turn.path("rewrapped").asLong() + " wrapped again, " + remaining + " to go");
      if (remaining == 0) {
        console.say(
            "done: nothing is sealed with an older key. Take that out with automat keys retire KEY,"
                + " and keep a copy of it as long as you keep backups of the store from before");
        return ExitCode.OK;
      }
      if (unreadable >= remaining) {
        console.say(
            unreadable
                + " secrets can not be opened with the keys that are here; the server's log names"
                + " them and the key that is missing");
        return ExitCode.FAILED;
      }
    }
  }
}
