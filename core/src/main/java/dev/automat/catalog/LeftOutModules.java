package dev.automat.catalog;

import dev.automat.document.DocumentException;
import dev.automat.document.Documents;
import dev.automat.policy.Vocabulary.LeftOut;
import dev.automat.resource.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Keeps which modules were left out. Rules may speak of them none the less: a mistake in a module
 * is none in the rules.
 */
final class LeftOutModules {

  private static final Pattern WORD = Pattern.compile("(?:^|-)([a-z0-9])");

  private final List<LeftOut> all = new ArrayList<>();

  List<LeftOut> all() {
    return List.copyOf(all);
  }

  /** The names of those of a kind. */
  Set<String> modulesOf(String kind) {
    Set<String> names = new TreeSet<>();
    all.stream().filter(each -> each.kind().equals(kind)).forEach(each -> names.add(each.module()));
    return names;
  }

  /**
   * One version.
   *
   * @param file stands in the directory of its module
   * @param wrong what is to be corrected
   */
  void add(String kind, Path file, String wrong) {
    Path module = file.toAbsolutePath().normalize().resolve("..").normalize();
    Set<String> clouds = new TreeSet<>(document(file).path("provisioners").propertyNames());
    all.add(new LeftOut(kind, String.valueOf(module.getFileName()), clouds, wrong));
  }

  /**
   * All versions of a kind: by the name of its directory, and by the one in its document.
   *
   * @param wrong what is to be corrected
   */
  void addKind(Path kindFile, Path directory, String wrong) {
    Set<String> names = new TreeSet<>();
    names.add(pascal(String.valueOf(directory.toAbsolutePath().normalize().getFileName())));
    document(kindFile).path("kind").asStringOpt().ifPresent(names::add);
    for (Path file : versions(directory)) {
      names.forEach(kind -> add(kind, file, wrong));
    }
  }

  private static List<Path> versions(Path directory) {
    try (Stream<Path> files = Files.walk(directory, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> directory.relativize(file).getNameCount() == 2)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      // What can not be listed is told with the kind; of what it has rules can not speak then.
      return List.of();
    }
  }

  /** Nothing, of a file that can not be read: it was told already. */
  private static JsonNode document(Path file) {
    try {
      return Documents.parse(file.toString(), Files.readString(file)).root();
    } catch (DocumentException | IOException e) {
      return Json.object();
    }
  }

  /** {@code message-queue} is the directory of {@code MessageQueue}. */
  private static String pascal(String kebab) {
    return WORD.matcher(kebab).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
  }
}
