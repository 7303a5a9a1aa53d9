package dev.automat.cost;

import dev.automat.cost.PriceBook.Place;
import dev.automat.cost.PriceBook.Rejected;
import dev.automat.cost.PriceBook.Sort;
import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.document.Documents;
import dev.automat.document.Unreadable;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads a directory of price files, each checked to the last amount. */
final class PriceBookLoader {

  private static final Schema FORM = form();

  /** The catalogue's directory, the one of its prices, the file. */
  private static final int FROM_CATALOGUE = 3;

  private final Path directory;
  private final PriceBook.Builder book = new PriceBook.Builder();
  private final List<PriceFile> files = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();

  PriceBookLoader(Path directory) {
    this.directory = directory;
  }

  private static Schema form() {
    try (InputStream in = PriceBookLoader.class.getResourceAsStream("prices.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("prices.schema.json is missing from the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Schema.own(Json.read(text, JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PriceBook load() {
    if (!Files.isDirectory(directory)) {
      return PriceBook.empty();
    }
    for (Path file : list()) {
      if (file.toString().endsWith(".yaml")) {
        read(file);
      }
    }
    return book.book(files, rejected);
  }

  private List<Path> list() {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw unreadable(
          directory.toString(), "can not be read as a directory: " + Unreadable.why(e), e);
    }
  }

  private void read(Path file) {
    String name = shown(file);
    try {
      Document document = parse(name, file);
      new Reading(document).read();
    } catch (DocumentException e) {
      rejected.add(new Rejected(name, e.complaints().stream().map(Complaint::toString).toList()));
    }
  }

  /** As other files of a catalogue are named: from its directory on. */
  private static String shown(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    int names = whole.getNameCount();
    return whole.subpath(Math.max(0, names - FROM_CATALOGUE), names).toString();
  }

  private static Document parse(String name, Path file) {
    try {
      return Documents.parse(name, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw unreadable(name, "is not UTF-8", e);
    } catch (IOException e) {
      throw unreadable(name, "can not be read: " + Unreadable.why(e), e);
    }
  }

  private static DocumentException unreadable(String name, String reason, IOException cause) {
    DocumentException refused = new DocumentException(name + ":1:1", "", reason);
    refused.initCause(cause);
    return refused;
  }

  /** The reading of one file. */
  private final class Reading {
    private final Document document;
    private final JsonNode root;
    private final List<Complaint> complaints = new ArrayList<>();
    private final Map<String, Sort> sorts = new LinkedHashMap<>();
    private final Map<Place, Price> amounts = new HashMap<>();

    Reading(Document document) {
      this.document = document;
      this.root = document.root();
    }

    /**
     * @throws DocumentException with every complaint, if there is any
     */
    void read() {
      FORM.check(root)
          .forEach(
              problem -> complain(problem.pointer(), problem.message() + ": " + problem.fix()));
      throwIfAny();
      PriceFile file = head();
      book.currency(file.cloud())
          .filter(other -> !other.equals(file.currency()))
          .ifPresent(
              other ->
                  complain(
                      "/currency",
                      "other files of "
                          + file.cloud()
                          + " are in "
                          + other
                          + ": amounts of two currencies can not be added up"));
      JsonNode list = root.path("prices");
      for (int i = 0; i < list.size(); i++) {
        price(file, list.get(i), "/prices/" + i);
      }
      if (file.source().isEmpty() && amounts.values().stream().anyMatch(Price::costs)) {
        complain("", "names no source: say where its amounts can be checked");
      }
      throwIfAny();
      book.add(file, sorts, amounts);
      files.add(file);
    }

    private PriceFile head() {
      return new PriceFile(
          document.source(),
          root.path("cloud").asString(),
          root.path("service").asString(),
          root.path("region").asString(),
          root.path("currency").asString(),
          LocalDate.parse(root.path("effective").asString()),
          Optional.ofNullable(root.get("source")).map(JsonNode::asString));
    }

    private void price(PriceFile file, JsonNode node, String pointer) {
      String key = node.path("key").asString();
      List<String> by = node.path("by").valueStream().map(JsonNode::asString).toList();
      Sort sort = new Sort(file.cloud(), node.path("unit").asString(), by);
      if (sorts.putIfAbsent(key, sort) != null) {
        complain(pointer + "/key", "the key " + key + " stands twice: put its amounts together");
        return;
      }
      book.sort(key)
          .filter(other -> !other.equals(sort))
          .ifPresent(
              other ->
                  complain(
                      pointer + "/key",
                      "in another file "
                          + key
                          + " is of "
                          + other.cloud()
                          + ", by the "
                          + other.unit()
                          + (other.by().isEmpty() ? "" : " and " + other.by())
                          + ": make them the same"));
      amounts(file, sort, key, node.path("amounts"), pointer + "/amounts");
    }

    private static String forWhat(List<String> of) {
      return of.isEmpty() ? "" : "for " + of + " ";
    }

    private void amounts(PriceFile file, Sort sort, String key, JsonNode list, String pointer) {
      Set<List<String>> seen = new HashSet<>();
      for (int i = 0; i < list.size(); i++) {
        JsonNode node = list.get(i);
        String at = pointer + "/" + i;
        List<String> of = node.path("of").valueStream().map(JsonNode::asString).toList();
        Place place = new Place(key, file.region(), of);
        if (of.size() != sort.by().size()) {
          complain(at, "names " + of + ", and " + key + " goes by " + sort.by() + ": name each");
        } else if (!seen.add(of) || book.has(place)) {
          complain(at, "there is a price " + forWhat(of) + "already: remove one");
        }
        amounts.put(place, price(file, sort, node, at));
      }
    }

    private Price price(PriceFile file, Sort sort, JsonNode node, String pointer) {
      List<Tier> tiers =
          node.has("amount")
              ? List.of(new Tier(Optional.empty(), decimal(node.path("amount"))))
              : tiers(node.path("tiers"), pointer + "/tiers");
      return new Price(sort.unit(), file.currency(), tiers, file.effective());
    }

    private List<Tier> tiers(JsonNode list, String pointer) {
      List<Tier> tiers = new ArrayList<>();
      BigDecimal from = BigDecimal.ZERO;
      for (int i = 0; i < list.size(); i++) {
        JsonNode node = list.get(i);
        Optional<BigDecimal> upTo = Optional.ofNullable(node.get("upTo")).map(Reading::decimal);
        boolean last = i == list.size() - 1;
        if (upTo.isEmpty() != last) {
          complain(
              pointer + "/" + i,
              last ? "the last tier has no end: remove upTo" : "say with upTo where it ends");
        } else if (upTo.isPresent() && upTo.get().compareTo(from) <= 0) {
          complain(pointer + "/" + i + "/upTo", "must be more than " + from.toPlainString());
        }
        from = upTo.orElse(from);
        tiers.add(new Tier(upTo, decimal(node.path("amount"))));
      }
      return tiers;
    }

    /** Text that the form has already accepted. */
    private static BigDecimal decimal(JsonNode text) {
      return new BigDecimal(text.asString());
    }

    private void complain(String pointer, String message) {
      complaints.add(new Complaint(document.place(pointer), pointer, message));
    }

    private void throwIfAny() {
      if (!complaints.isEmpty()) {
        throw new DocumentException(complaints);
      }
    }
  }
}
