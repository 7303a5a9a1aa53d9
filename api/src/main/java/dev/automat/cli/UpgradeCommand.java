package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes resources to another version of their module. */
@Command(
    name = "upgrade",
    description = {
      "Take a resource to another version of its module: TEAM KIND NAME [--to VERSION].",
      "Or many, in waves: --module, --from, --to and --wave. A wave is a share of all that match,"
          + " always the same for the same share; what is done already is passed over, so a wave"
          + " that was stopped is taken up by the same command."
    },
    mixinStandardHelpOptions = true)
final class UpgradeCommand implements Callable<Integer> {

  private static final long DEFAULT_WAIT = 600;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      arity = "0..3",
      paramLabel = "TEAM KIND NAME",
      description = "One resource, such as payments database orders.")
  private List<String> one = List.of();

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "Default: what a deprecated version names, or else the newest stable one.")
  private Optional<String> to = Optional.empty();

  @Option(names = "--dry-run", description = "Say what would change.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long each may take until it is ready; 600 by default.")
  private long wait = DEFAULT_WAIT;

  @Option(
      names = "--take-over",
      description = "Also change a version in a definition that another manager keeps.")
  private boolean takeOver;

  @Mixin private Wave wave = new Wave();

  /** Which of many. */
  static final class Wave {

    @Option(
        names = "--module",
        paramLabel = "MODULE",
        description = "Many at once: the module, such as postgres.")
    private Optional<String> module = Optional.empty();

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        description = "Many at once: the kind, if several have a module of that name.")
    private Optional<String> kind = Optional.empty();

    @Option(
        names = "--from",
        paramLabel = "VERSION",
        description = "Many at once: the version that they have.")
    private Optional<String> from = Optional.empty();

    @Option(
        names = "--wave",
        defaultValue = "100%",
        paramLabel = "PERCENT",
        description = "Which share, such as 10%%; a larger one holds all of a smaller one.")
    private String share = "100%";

    @Option(
        names = "--environment",
        paramLabel = "NAME",
        description = "Only there; else dev, preview, staging, prod, in this order.")
    private Optional<String> environment = Optional.empty();

    @Option(names = "--team", paramLabel = "TEAM", description = "Only of this team.")
    private Optional<String> team = Optional.empty();

    @Option(
        names = "--stop-on-failure",
        negatable = true,
        defaultValue = "true",
        fallbackValue = "true",
        description = "Stop at the first that fails; this is the default.")
    private boolean stop = true;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      boolean many = wave.module.isPresent() && wave.from.isPresent() && to.isPresent();
      if (many == (one.size() == 3)
          || (!many && (wave.module.isPresent() || wave.kind.isPresent()))) {
        throw new CommandException(
            ExitCode.USAGE,
            "name one resource (TEAM KIND NAME), or many (--module, --from and --to)");
      }
      return many ? wave(client) : one(client);
    }
  }

  private int one(ApiClient client) {
    Console console = Console.of(spec);
    String path = client.path(one.get(0), one.get(1), one.get(2));
    ObjectNode body = Json.object();
    to.ifPresent(version -> body.put("moduleVersion", version));
    if (dryRun) {
      UpgradeWords.preview(
              client
                  .post(
                      path + ":upgrade" + query("validateOnly"),
                      body,
                      KeptDocument.header(KeptDocument.MANAGER))
                  .body())
          .forEach(console::say);
      return ExitCode.OK;
    }
    ApiAnswer answer =
        client.post(path + ":upgrade" + query(""), body, KeptDocument.header(KeptDocument.MANAGER));
    JsonNode settled = WaitOption.await(client, path, answer, Deadline.in(wait), Progress::of);
    console.say(UpgradeWords.done(String.join(" ", one), settled));
    return Progress.of(settled) == Progress.USABLE ? ExitCode.OK : ExitCode.FAILED;
  }

  private String query(String flag) {
    String first = flag.isEmpty() ? "" : "?" + flag + "=true";
    return takeOver ? first + (first.isEmpty() ? "?" : "&") + "takeOver=true" : first;
  }

  private int wave(ApiClient client) {
    Waves waves =
        new Waves(
            client,
            Console.of(spec),
            new Waves.Plan(
                wave.module.orElseThrow(),
                wave.kind,
                wave.from.orElseThrow(),
                to.orElseThrow(),
                Waves.share(wave.share),
                wave.environment,
                wave.team,
                wave.stop,
                wait,
                query(dryRun ? "validateOnly" : ""),
                dryRun));
    return waves.run();
  }
}
