package dev.automat.cli;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Coverage;
import dev.automat.config.Configuration;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.cost.PriceBook;
import dev.automat.cost.PriceFile;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a platform engineer does with list prices. */
@Command(
    name = "prices",
    description = "Work on the list prices that estimates are made with.",
    mixinStandardHelpOptions = true,
    subcommands = {PricesCommand.CheckCommand.class, PricesRefreshCommand.class})
final class PricesCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: automat prices check or refresh");
  }

  /** Looks whether the prices are right, new and enough. */
  @Command(
      name = "check",
      description = {
        "Say which price files are wrong or old, and which prices the placements lack.",
        "Needs no server. Ends with 1 if a file is wrong or a price is lacking; age only warns."
      },
      mixinStandardHelpOptions = true)
  static final class CheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Option(
        names = "--older-than",
        paramLabel = "DAYS",
        defaultValue = "365",
        description = "Warn of prices that are older. Default: ${DEFAULT-VALUE}.")
    private int days = 365;

    @Option(
        names = "--at",
        paramLabel = "CLOUD/REGION",
        description = "Ask for this place, and not for those that the placements lead to.")
    private Optional<String> place = Optional.empty();

    @Override
    public Integer call() {
      try (Platform loaded = platform.load(List.of())) {
        Configuration configuration = loaded.configuration();
        Catalog catalog = Catalog.load(configuration.catalogDirectory(), loaded.plugins());
        return check(
            catalog, place.map(this::named).orElse(configuration.placements()), Console.of(spec));
      }
    }

    private List<PlacementRule> named(String text) {
      String[] parts = text.split("/", 2);
      if (parts.length < 2) {
        throw new ParameterException(
            spec.commandLine(), text + " is no place: write it as aws/eu-central-1");
      }
      return List.of(new PlacementRule("--at", Map.of(), parts[0], "any", parts[1]));
    }

    private int check(Catalog catalog, List<PlacementRule> placements, Console console) {
      PriceBook book = catalog.prices();
      book.rejected().forEach(file -> file.reasons().forEach(console::say));
      LocalDate today = LocalDate.now(Clock.systemUTC());
      book.files().forEach(file -> warn(file, today, console));
      List<PriceFile> early =
          book.files().stream().filter(file -> isEarly(file.effective(), today)).toList();
      early.forEach(file -> console.say(early(file)));
      Set<String> gaps = new LinkedHashSet<>();
      for (PlacementRule rule : placements) {
        gaps.addAll(
            new Coverage(catalog)
                .gaps(
                    rule.cloud(),
                    rule.region(),
                    Optional.ofNullable(rule.match().get("environment"))));
      }
      gaps.forEach(console::say);
      console.say(
          "prices: %d files, %d left out, %d prices lacking in the configured placements"
              .formatted(book.files().size(), book.rejected().size(), gaps.size()));
      return gaps.isEmpty() && book.rejected().isEmpty() && early.isEmpty()
          ? ExitCode.OK
          : ExitCode.FAILED;
    }

    /** Tomorrow has begun somewhere. */
    private static boolean isEarly(LocalDate effective, LocalDate today) {
      return effective.isAfter(today.plusDays(1));
    }

    private static String early(PriceFile file) {
      return "%s: /effective: %s is still to come: give the day of which the amounts are known"
          .formatted(file.name(), file.effective());
    }

    /** What costs nothing stays so. */
    private void warn(PriceFile file, LocalDate today, Console console) {
      long age = ChronoUnit.DAYS.between(file.effective(), today);
      if (age > days && file.source().isPresent()) {
        console.remark(
            "%s: is of %s, %d days ago: look at %s"
                .formatted(file.name(), file.effective(), age, file.source().get()));
      }
    }
  }
}
