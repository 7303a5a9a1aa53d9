package dev.automat.cli;

import dev.automat.catalog.Bundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches a catalogue of the server. */
@Command(
    name = "pull",
    description = {
      "Write the catalogue that the server works with into a directory.",
      "With AUTOMAT_CATALOG_DIR naming that directory, commands that need no server make the same"
          + " plans as it does."
    },
    mixinStandardHelpOptions = true)
final class CatalogPullCommand implements Callable<Integer> {

  /** So many removed files are named. */
  private static final int NAMED = 10;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      paramLabel = "DIR",
      description = "Empty, not there yet, or what was pulled before and not changed since.")
  private Path directory = Path.of("");

  @ArgGroup private Which which = new Which();

  @Option(
      names = "--replace",
      description = {
        "Also where DIR holds a catalogue that was not pulled, or was changed since. What of that"
            + " the new one has not is deleted: all other files of its kinds, rules and prices,"
            + " also those that were never committed. Hidden files stay, and what is beside a"
            + " catalogue."
      })
  private boolean replace;

  /** One of two ways to say which. */
  static final class Which {

    @Option(names = "--active", description = "The one that it works with; the default.")
    private boolean active;

    @Option(names = "--digest", paramLabel = "DIGEST", description = "That one, sha256:….")
    private Optional<String> digest = Optional.empty();
  }

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      String digest =
          (which.active ? Optional.<String>empty() : which.digest)
              .or(() -> ServerCatalog.active(client))
              .orElseThrow(
                  () ->
                      new CommandException(
                          "the catalogue that the server works with has no digest, since its"
                              + " directory has links, or is too large for a bundle: have it pushed"
                              + " with automat catalog push"));
      Bundle bundle = ServerCatalog.pull(client, digest);
      PulledDirectory.Taken taken = new PulledDirectory(directory).take(bundle, replace);
      console.say(digest);
      console.remark(
          bundle.paths().size()
              + " files "
              + (taken.written() ? "were written to " : "are already in ")
              + directory);
      if (!taken.removed().isEmpty()) {
        console.remark(removed(taken.removed()));
      }
      return ExitCode.OK;
    }
  }

  private static String removed(List<String> paths) {
    String some = String.join(", ", paths.stream().limit(NAMED).toList());
    int more = paths.size() - NAMED;
    return paths.size()
        + " files were removed: "
        + some
        + (more > 0 ? ", and " + more + " more" : "");
  }
}
