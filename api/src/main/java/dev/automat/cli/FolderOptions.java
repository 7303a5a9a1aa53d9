package dev.automat.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a folder of requests is applied as a whole. */
final class FolderOptions {

  /** How much of what a folder keeps may go at once if nobody says more: that part, or one. */
  private static final int USUAL_LIMIT = 25;

  @Option(
      names = "--prune",
      description = {
        "Also delete what this folder kept and has no document any more. Only what was applied with"
            + " the same --managed-by is touched."
      })
  private boolean prune;

  @Option(
      names = "--managed-by",
      paramLabel = "MANAGER",
      description =
          "What keeps the definitions. Default with --prune: git:REPOSITORY/FOLDER, from the remote"
              + " 'origin' and the place of the folder.")
  private Optional<String> manager = Optional.empty();

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--allow-empty",
      description = "With --prune: a folder without documents means that all of it shall go.")
  private boolean allowEmpty;

  @Option(
      names = "--prune-limit",
      paramLabel = "PERCENT",
      description =
          "With --prune: how much of what the folder keeps may go at once. Default: one, or 25"
              + " percent.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "When the command ends at the latest. Default: what --wait says, or 600.")
  private Optional<Long> timeout = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description =
          "Of what was or would be done: text, or markdown (for a comment). Default: text.")
  private Output output = Output.text;

  /** How what was done is said. */
  enum Output {
    text,
    markdown
  }

  /** Whether the files are one whole, and not each for itself. */
  boolean areUsed() {
    return prune || dryRun || timeout.isPresent();
  }

  /** What makes no sense without another option; empty if all does. */
  Optional<String> misuse() {
    if (!prune && (allowEmpty || limit.isPresent())) {
      return Optional.of("--allow-empty and --prune-limit go with --prune");
    }
    if (limit.filter(percent -> percent < 0 || percent > 100).isPresent()) {
      return Optional.of("--prune-limit is a percentage, from 0 to 100");
    }
    if (!areUsed() && output != Output.text) {
      return Optional.of("--output goes with --prune, --dry-run or --timeout");
    }
    return timeout.filter(seconds -> seconds < 1).isPresent()
        ? Optional.of("--timeout is a number of seconds, 1 at least")
        : Optional.empty();
  }

  boolean prune() {
    return prune;
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean allowEmpty() {
    return allowEmpty;
  }

  Output output() {
    return output;
  }

  Optional<String> manager() {
    return manager;
  }

  /**
   * Whether so many of so many may go at once.
   *
   * @param going of {@code kept}
   */
  boolean allows(int going, int kept) {
    return limit
        .map(percent -> (long) going * 100 <= (long) percent * kept)
        .orElse(going <= 1 || going * 100L <= (long) USUAL_LIMIT * kept);
  }

  /** In words, for who met it. */
  String limitInWords() {
    return limit.map(percent -> percent + " %").orElse("one, or " + USUAL_LIMIT + " %");
  }

  Duration timeout(WaitOption wait) {
    return Duration.ofSeconds(timeout.or(wait::seconds).orElse(600L));
  }
}
