package dev.automat.cli;

import dev.automat.keys.ConfiguredKeys;
import dev.automat.resource.Json;
import dev.automat.secret.KeyRing;
import dev.automat.secret.KeySource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a key out of the key file when nothing is sealed with it any more. */
@Command(
    name = "retire",
    description = "Take a key out of the key file. Refused as long as anything is sealed with it.",
    mixinStandardHelpOptions = true)
final class KeysRetireCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Parameters(paramLabel = "KEY", description = "Its id, as automat keys list shows it.")
  private String key = "";

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (Platform loaded = server.platform().load(List.of());
        ApiClient client = server.client()) {
      KeySource source = ConfiguredKeys.source(loaded.configuration(), loaded.plugins());
      // The server first: a key that is out of the file while secrets need it would be missed.
      client.post("/v1/keys/" + ApiClient.encoded(key) + ":retire", Json.object());
      if (source.file().isEmpty()) {
        console.say("key " + key + " is retired: take it out of " + source.place());
        return ExitCode.OK;
      }
      KeyRing ring = source.read();
      if (ring.ids().contains(key)) {
        source.replace(ring, ring.without(key));
      }
      console.say("key " + key + " is retired, and not in " + source.place() + " any more");
      return ExitCode.OK;
    }
  }
}
