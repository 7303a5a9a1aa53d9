package dev.automat.cli;

import dev.automat.catalog.Catalog;
import dev.automat.cost.AwsOffers;
import dev.automat.cost.GcpSkus;
import dev.automat.cost.ListedPrice.Listing;
import dev.automat.cost.PriceBook;
import dev.automat.cost.PriceFileText;
import dev.automat.cost.PriceRefresh;
import dev.automat.cost.PriceRefresh.Found;
import dev.automat.cost.PriceRefresh.Wanted;
import dev.automat.cost.PriceSource;
import dev.automat.cost.PriceSource.Service;
import dev.automat.cost.Tier;
import dev.automat.document.DocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds price files against the official lists, and writes them anew. */
@Command(
    name = "refresh",
    description = {
      "Compare the list prices of a place with the official list of its cloud, and say what"
          + " changed.",
      "What the list does not have stays as it is; nothing is guessed. Needs no server. Ends with 1"
          + " if a list can not be read, or says two things of one price."
    },
    mixinStandardHelpOptions = true)
final class PricesRefreshCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--at",
      required = true,
      paramLabel = "CLOUD/REGION",
      description = "The place, such as aws/eu-central-1.")
  private String place = "";

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Only this service, as the cloud calls it. Default: all that there are.")
  private Optional<String> service = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "The list, if it was fetched already; needs --service.")
  private Optional<Path> from = Optional.empty();

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "A mirror of the lists. Default: the cloud's own, of modules/prices/lists.")
  private Optional<String> base = Optional.empty();

  @Option(names = "--write", description = "Write the price files; else it is only said.")
  private boolean write;

  @Override
  public Integer call() {
    String[] parts = place.split("/", 2);
    if (parts.length < 2) {
      throw new ParameterException(
          spec.commandLine(), place + " is no place: write it as aws/eu-central-1");
    }
    if (from.isPresent() && service.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--from is the list of one service: say with --service of which");
    }
    try (Platform loaded = platform.load(List.of())) {
      Path directory = loaded.configuration().catalogDirectory();
      PriceBook book = Catalog.load(directory, loaded.plugins()).prices();
      return refresh(directory.resolve("prices"), book, parts[0], parts[1], Console.of(spec));
    }
  }

  private int refresh(Path prices, PriceBook book, String cloud, String region, Console console) {
    Path lists = prices.resolve("lists").resolve(cloud + ".yaml");
    boolean good = true;
    try {
      PriceSource source = PriceSource.load(lists);
      List<Service> services =
          source.services().stream()
              .filter(each -> service.filter(name -> !name.equals(each.name())).isEmpty())
              .toList();
      if (services.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            lists
                + " has no such service: there is "
                + String.join(", ", source.services().stream().map(Service::name).toList()));
      }
      for (Service each : services) {
        good &= one(source, new PriceRefresh(book, cloud, each, region), prices, console);
      }
    } catch (DocumentException | IOException e) {
      console.say(lists + ": " + e.getMessage());
      good = false;
    }
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Whether nothing was wrong. */
  private boolean one(PriceSource source, PriceRefresh refresh, Path prices, Console console) {
    Service name = refresh.service();
    String path =
        source.path().replace("{service}", name.name()).replace("{region}", refresh.region());
    Path file = prices.resolve(name.file(refresh.region()));
    try {
      Listing listing = listing(source, refresh, URI.create(base.orElse(source.base()) + path));
      PriceFileText stands =
          Files.exists(file)
              ? PriceFileText.read(file)
              : PriceFileText.empty(
                  refresh.cloud(),
                  name.name(),
                  refresh.region(),
                  refresh.book().currency(refresh.cloud()).orElse("USD"));
      SequencedMap<Wanted, Found> found = refresh.against(listing, stands);
      found.forEach((price, what) -> tell(file, price, what, console));
      if (write && found.values().stream().anyMatch(Found.Changed.class::isInstance)) {
        String text = refresh.applied(found, listing, source.base() + path, stands).yaml();
        Files.writeString(file, text);
        console.say(file.getFileName() + ": written");
      }
      return found.values().stream()
          .noneMatch(what -> what instanceof Found.Kept kept && kept.why().isPresent());
    } catch (IOException e) {
      console.say(name.name() + ": " + e.getMessage());
      return false;
    }
  }

  private static void tell(Path file, Wanted price, Found what, Console console) {
    String start = file.getFileName() + ": " + price + ": ";
    switch (what) {
      case Found.Changed(Optional<List<Tier>> before, List<Tier> after) ->
          console.say(
              start
                  + before
                      .map(was -> PriceRefresh.text(was) + " -> " + PriceRefresh.text(after))
                      .orElse("new, " + PriceRefresh.text(after))
                  + before
                      .flatMap(was -> PriceRefresh.percent(was, after))
                      .map(PricesRefreshCommand::signed)
                      .orElse(""));
      case Found.Kept(var _, Optional<String> why) when why.isPresent() ->
          console.say(start + "stays as it is: " + why.get());
      case Found.Kept kept ->
          console.say(
              start
                  + (kept.before().isPresent() ? "stays as it is, " : "lacking, ")
                  + "the list does not have it");
      case Found.Same _ -> console.remark(start + "as listed");
    }
  }

  private static String signed(BigDecimal percent) {
    return " (" + (percent.signum() > 0 ? "+" : "") + percent.toPlainString() + " %)";
  }

  private Listing listing(PriceSource source, PriceRefresh refresh, URI uri) throws IOException {
    if (from.isPresent()) {
      return read(source, refresh, from.get());
    }
    if (source.format() == PriceSource.Format.GCP_SKUS) {
      throw new IOException(
          "its list needs a key of Google: fetch services.skus.list yourself, and give it with"
              + " --from");
    }
    Path fetched = Files.createTempFile("automat-prices-", ".json");
    try {
      new PriceDownload(PriceDownload.MOST_BYTES).to(fetched, uri);
      return read(source, refresh, fetched);
    } finally {
      Files.delete(fetched);
    }
  }

  private static Listing read(PriceSource source, PriceRefresh refresh, Path file)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return switch (source.format()) {
        case AWS_OFFERS -> AwsOffers.read(in, refresh::wants);
        case GCP_SKUS ->
            GcpSkus.read(
                in,
                (Map<String, String> attributes) ->
                    refresh.region().equals(attributes.get("region")) && refresh.wants(attributes));
      };
    }
  }
}
