package dev.automat.cost;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All list prices that there are. Immutable. */
public final class PriceBook {

  /** A region that stands for every one. */
  static final String ANYWHERE = "*";

  private static final PriceBook EMPTY = new PriceBook(Map.of(), Map.of(), List.of(), List.of());

  private final Map<String, Sort> sorts;
  private final Map<Place, Price> prices;
  private final List<PriceFile> files;
  private final List<Rejected> rejected;

  PriceBook(
      Map<String, Sort> sorts,
      Map<Place, Price> prices,
      List<PriceFile> files,
      List<Rejected> rejected) {
    this.sorts = Collections.unmodifiableMap(new LinkedHashMap<>(sorts));
    this.prices = Map.copyOf(prices);
    this.files = List.copyOf(files);
    this.rejected = List.copyOf(rejected);
  }

  /** One without prices. */
  public static PriceBook empty() {
    return EMPTY;
  }

  /**
   * Reads every {@code *.yaml} of the directory; none if it does not exist. A file that is wrong is
   * left out as a whole, and listed under {@link #rejected}.
   *
   * @throws dev.automat.document.DocumentException if the directory can not be read
   */
  public static PriceBook load(Path directory) {
    return new PriceBookLoader(directory).load();
  }

  /** What a price of that key is asked for by; empty if there is none in any region. */
  public Optional<Sort> sort(String key) {
    return Optional.ofNullable(sorts.get(key));
  }

  /** All keys. */
  public SortedSet<String> keys() {
    return new TreeSet<>(sorts.keySet());
  }

  /** A price; empty if it is not known. */
  public Optional<Price> find(String key, String region, List<String> of) {
    return Optional.ofNullable(prices.get(new Place(key, region, of)))
        .or(() -> Optional.ofNullable(prices.get(new Place(key, ANYWHERE, of))));
  }

  /** What there are prices for, of a key, in whichever region. */
  List<List<String>> of(String key) {
    return prices.keySet().stream()
        .filter(place -> place.key().equals(key))
        .map(Place::of)
        .distinct()
        .sorted(Comparator.comparing(List::toString))
        .toList();
  }

  /** All prices. */
  Map<Place, Price> all() {
    return prices;
  }

  /** The currency of all prices of a cloud; if it has none, that of another one. */
  public Optional<String> currency(String cloud) {
    return Stream.concat(files.stream().filter(file -> file.cloud().equals(cloud)), files.stream())
        .map(PriceFile::currency)
        .findFirst();
  }

  /** Whether what is not in it is in no file either: not so where a file was left out, or all. */
  public boolean isComplete() {
    return !files.isEmpty() && rejected.isEmpty();
  }

  /** The files that it was made of. */
  public List<PriceFile> files() {
    return files;
  }

  /** The files that were left out, and why. */
  public List<Rejected> rejected() {
    return rejected;
  }

  /**
   * What all prices of one key have in common.
   *
   * @param cloud the provisioner's name
   * @param unit see {@link Price#unit}
   * @param by what distinguishes the prices of the key, such as {@code class}; in their order
   */
  public record Sort(String cloud, String unit, List<String> by) {
    public Sort {
      by = List.copyOf(by);
    }
  }

  /**
   * A file that was left out.
   *
   * @param reasons each with file, line and column
   */
  public record Rejected(String file, List<String> reasons) {}

  record Place(String key, String region, List<String> of) {
    Place {
      of = List.copyOf(of);
    }
  }

  /** A book in the making. */
  static final class Builder {
    private final Map<String, Sort> sorts = new LinkedHashMap<>();
    private final Map<String, String> currencies = new HashMap<>();
    private final Map<Place, Price> prices = new HashMap<>();

    Optional<Sort> sort(String key) {
      return Optional.ofNullable(sorts.get(key));
    }

    /** The currency of a cloud, once there is a file of it. */
    Optional<String> currency(String cloud) {
      return Optional.ofNullable(currencies.get(cloud));
    }

    boolean has(Place place) {
      return prices.containsKey(place);
    }

    /** Takes over what was read of one file, in which nothing is wrong. */
    void add(PriceFile file, Map<String, Sort> read, Map<Place, Price> amounts) {
      currencies.put(file.cloud(), file.currency());
      sorts.putAll(read);
      prices.putAll(amounts);
    }

    PriceBook book(List<PriceFile> files, List<Rejected> rejected) {
      return new PriceBook(sorts, prices, files, rejected);
    }
  }
}
