package dev.automat.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** An account in which stands what a test says, called as in a real one. */
final class MadeUpCloud implements Inventory {

  /** All objects, by their lines, with their tags. */
  final Map<String, Map<String, String>> objects = new TreeMap<>();

  /** Of what holds data: its external name, by line. */
  final Map<String, String> copies = new TreeMap<>();

  /** Of each main object, by its name. */
  final Map<String, String> settings = new TreeMap<>();

  /** Which parts something has not. */
  final List<String> lacking = new ArrayList<>();

  private final Function<String, Optional<Main>> main;
  private final BiFunction<Main, String, List<Pattern>> parts;

  private final Predicate<String> withoutTags;
  private final Predicate<String> onlyWhoseItIs;

  private MadeUpCloud(
      Function<String, Optional<Main>> main,
      BiFunction<Main, String, List<Pattern>> parts,
      Predicate<String> withoutTags,
      Predicate<String> onlyWhoseItIs) {
    this.main = main;
    this.parts = parts;
    this.withoutTags = withoutTags;
    this.onlyWhoseItIs = onlyWhoseItIs;
  }

  static MadeUpCloud likeAws() {
    return new MadeUpCloud(
        AwsInventory::mainOf,
        AwsInventory::partsOf,
        AwsInventory::neverHasTags,
        AwsInventory::hasOnlyAnOwner);
  }

  static MadeUpCloud likeGcp() {
    return new MadeUpCloud(
        GcpInventory::mainOf, (main, _) -> GcpInventory.partsOf(main), _ -> false, _ -> false);
  }

  @Override
  public Map<String, Map<String, String>> everything() {
    return new TreeMap<>(objects);
  }

  @Override
  public boolean isWithoutTags(String line) {
    return withoutTags.test(line);
  }

  @Override
  public boolean saysOnlyWhoseItIs(String line) {
    return onlyWhoseItIs.test(line);
  }

  @Override
  public Optional<Main> main(String line) {
    return main.apply(line);
  }

  @Override
  public List<Pattern> parts(Main of, String uid) {
    return parts.apply(of, uid);
  }

  @Override
  public Map<String, String> copies() {
    return copies;
  }

  @Override
  public String setting(Main of) {
    return settings.getOrDefault(of.name(), "none");
  }

  @Override
  public List<String> lacking(Main of) {
    return lacking.stream().filter(part -> part.contains(of.name())).toList();
  }
}
