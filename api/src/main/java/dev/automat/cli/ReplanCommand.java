package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plans a resource anew. */
@Command(
    name = "replan",
    description = "Plan a resource anew, with the version that it has and all else as it is today.",
    mixinStandardHelpOptions = true)
final class ReplanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();
  @Mixin private WaitOption wait = new WaitOption();

  @Option(names = "--dry-run", description = "Say what would change.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      String path = resource.path(client);
      if (dryRun) {
        UpgradeWords.preview(client.post(path + ":replan?validateOnly=true", Json.object()).body())
            .forEach(console::say);
        return ExitCode.OK;
      }
      ApiAnswer answer = client.post(path + ":replan", Json.object(), wait.headers());
      console.say(UpgradeWords.done(resource.toString(), wait.await(client, path, answer)));
      return ExitCode.OK;
    }
  }
}
