package dev.automat.catalog;

import dev.automat.catalog.Catalog.Rejected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a replica found when it loaded a catalogue.
 *
 * @param modules the versions that can be asked for, such as {@code Database postgres@1.0.0}
 * @param leftOut the files that are wrong
 * @param unavailable versions on clouds whose plugin is not here, such as {@code Database
 *     postgres@1.0.0 on aws}
 * @param contents {@link Module#contentDigest} of each of the modules; none in what was stored
 *     before it was kept
 * @param digests {@link Module#digest} of each of the modules, which people see; none in what was
 *     stored before it was kept
 */
public record BundleReport(
    List<String> modules,
    List<Rejected> leftOut,
    List<String> unavailable,
    SortedMap<String, String> contents,
    SortedMap<String, String> digests) {

  /** Of nothing. */
  public static final BundleReport NONE =
      new BundleReport(List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>());

  public BundleReport {
    modules = List.copyOf(modules);
    leftOut = List.copyOf(leftOut);
    unavailable = List.copyOf(unavailable);
    contents = kept(contents);
    digests = kept(digests);
  }

  private static SortedMap<String, String> kept(@Nullable SortedMap<String, String> stored) {
    return Collections.unmodifiableSortedMap(
        stored == null ? new TreeMap<>() : new TreeMap<>(stored));
  }

  /** Of a catalogue that was loaded here. */
  public static BundleReport of(Catalog catalog) {
    List<String> modules = new ArrayList<>();
    List<String> unavailable = new ArrayList<>();
    SortedMap<String, String> contents = new TreeMap<>();
    SortedMap<String, String> digests = new TreeMap<>();
    for (Kind kind : catalog.kinds()) {
      for (Module module : catalog.modules(kind.name())) {
        String name = kind.name() + " " + module.id();
        modules.add(name);
        contents.put(name, module.contentDigest());
        digests.put(name, module.digest());
        module.provisioners().stream()
            // What this machine alone lacks keeps no replica from a catalogue.
            .filter(mapping -> mapping.descriptor().isEmpty())
            .filter(mapping -> mapping.unavailable().isPresent())
            .forEach(mapping -> unavailable.add(name + " on " + mapping.provisioner()));
      }
    }
    return new BundleReport(modules, catalog.rejected(), unavailable, contents, digests);
  }

  /**
   * What is missing here, and was not where it was activated; empty if it is all the same.
   *
   * @param there what the replica found that activated it
   */
  Optional<String> missing(BundleReport there) {
    List<String> files = there.leftOut.stream().map(Rejected::file).toList();
    List<String> missing =
        Stream.concat(
                leftOut.stream()
                    .filter(file -> !files.contains(file.file()))
                    .map(file -> String.join("; ", file.reasons())),
                unavailable.stream()
                    .filter(each -> !there.unavailable.contains(each))
                    .map(each -> each + " has no plugin here"))
            .toList();
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", missing));
  }
}
