package dev.automat.catalog;

import dev.automat.catalog.Catalog.Rejected;
import dev.automat.cost.PriceBook;
import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.Documents;
import dev.automat.document.Unreadable;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.Policies;
import dev.automat.policy.PolicyReader;
import dev.automat.schema.Complaints;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads a directory of kinds and modules; what is wrong is set aside with its reasons. */
final class CatalogLoader {

  private static final String KIND_FILE = "kind.yaml";

  private static final String RESERVED_KIND = "Stack";
  private static final String RESERVED_PLURAL = "stacks";
  private static final String EXTENSION = ".yaml";

  private static final String MISSPELT = ".yml";

  private static final String POLICIES = "policies";
  private static final String NAME_OF_RULES = POLICIES + "/<name>" + EXTENSION;

  /** Directories beside the kinds that hold something else. */
  private static final Set<String> OTHERS = Set.of(POLICIES, "prices");

  private static final String PRICES = "prices";

  private final Path directory;
  private final String place;
  private final PriceBook prices;
  private final ModuleReader modules;
  private final TagForms tags;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Map<String, List<Module>> byKind = new LinkedHashMap<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private final LeftOutModules leftOut = new LeftOutModules();

  CatalogLoader(Path directory, InstalledPlugins plugins) {
    this(directory, directory.toString(), plugins);
  }

  /**
   * @param place what the directory is called where people read of it
   */
  CatalogLoader(Path directory, String place, InstalledPlugins plugins) {
    this.directory = directory;
    this.place = place;
    this.prices = PriceBook.load(directory.resolve(PRICES));
    this.tags = new TagForms(plugins.types());
    this.modules = new ModuleReader(new MappingReader(plugins, prices));
  }

  Catalog load() {
    for (Path kindDirectory : list(directory)) {
      String name = nameOf(kindDirectory);
      if (Files.isDirectory(kindDirectory) && !OTHERS.contains(name) && !name.startsWith(".")) {
        loadKind(kindDirectory);
      }
    }
    if (kinds.isEmpty()) {
      throw new DocumentException(
          place + ":1:1",
          "",
          "holds no usable kind: add <kind>/kind.yaml"
              + String.join(
                  "",
                  rejected.stream()
                      .flatMap(each -> each.reasons().stream())
                      .map(reason -> "\n" + reason)
                      .toList()));
    }
    prices.rejected().forEach(file -> rejected.add(new Rejected(file.file(), file.reasons())));
    Policies policies = loadPolicies();
    return new LoadedCatalog(kinds, byKind, rejected, prices, policies, tags, bundle());
  }

  private Optional<Bundle> bundle() {
    try {
      return Optional.of(Bundle.ofDirectory(directory));
    } catch (BundleRefusedException e) {
      // It can be worked with all the same: only nobody can ask for it as one thing.
      return Optional.empty();
    }
  }

  /** After the modules, of which rules speak. */
  private Policies loadPolicies() {
    Path policies = directory.resolve(POLICIES);
    if (!Files.exists(policies, LinkOption.NOFOLLOW_LINKS)) {
      return Policies.NONE;
    }
    PolicyReader reader =
        new PolicyReader(Words.of(kinds.values(), byKind.values(), leftOut.all()));
    if (Files.isDirectory(policies)) {
      list(policies).forEach(file -> loadPolicy(file, reader));
    } else {
      notRead(policies, "is no directory: make it one, with rules in " + NAME_OF_RULES, reader);
    }
    return reader.policies();
  }

  /** Rules in a file that has the wrong name would be missed by nobody. */
  private void notRead(Path file, String reason, PolicyReader reader) {
    DocumentException refused = new DocumentException(shown(file) + ":1:1", "", reason);
    reader.unreadable(shown(file), refused);
    reject(file, refused);
  }

  private void loadPolicy(Path file, PolicyReader reader) {
    if (!nameOf(file).endsWith(EXTENSION)) {
      if (!isBeside(file)) {
        notRead(
            file,
            "is not read, and rules could stand in it: rename it to "
                + NAME_OF_RULES
                + ", or move it away",
            reader);
      }
      return;
    }
    Document document;
    try {
      document = read(file);
    } catch (DocumentException e) {
      reader.unreadable(shown(file), e);
      reject(file, e);
      return;
    }
    try {
      reader.read(document);
    } catch (DocumentException e) {
      reject(file, e);
    }
  }

  private void loadKind(Path kindDirectory) {
    Path file = kindDirectory.resolve(KIND_FILE);
    try {
      requireKindFile(file);
      Kind kind = kind(file, kindDirectory);
      kinds.put(kind.name(), kind);
      List<ReadModule> loaded = new ArrayList<>();
      for (Path moduleDirectory : list(kindDirectory)) {
        if (Files.isDirectory(moduleDirectory)) {
          list(moduleDirectory)
              .forEach(
                  version -> loadModule(moduleDirectory, version, kind).ifPresent(loaded::add));
        } else if (!nameOf(moduleDirectory).equals(KIND_FILE)) {
          misplaced(moduleDirectory);
        }
      }
      byKind.put(kind.name(), withGoodSuccessors(kind, loaded));
    } catch (DocumentException e) {
      leftOut.addKind(file, kindDirectory, shown(file));
      reject(file, e);
    }
  }

  private void requireKindFile(Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new DocumentException(
          shown(file) + ":1:1",
          "",
          "is missing: every directory of a catalogue but "
              + String.join(" and ", OTHERS.stream().sorted().toList())
              + " is a kind, which "
              + KIND_FILE
              + " describes");
    }
  }

  private Kind kind(Path file, Path kindDirectory) {
    Document document = read(file);
    Complaints complaints = new Complaints(document);
    complaints.addAll("", Forms.KIND.check(document.root()));
    complaints.throwIfAny();
    Kind kind = kind(document.root());
    String expected = kebab(kind.name());
    if (!nameOf(kindDirectory).equals(expected)) {
      complaints.add("/kind", kind.name() + " belongs in the directory " + expected);
    }
    if (kinds.containsKey(kind.name())) {
      complaints.add("/kind", "there is another kind " + kind.name() + ": remove one");
    }
    if (kinds.values().stream().anyMatch(other -> other.plural().equals(kind.plural()))) {
      complaints.add("/plural", "another kind has the plural " + kind.plural() + ": change one");
    }
    kind.defaultModule()
        .filter(name -> !Files.isDirectory(kindDirectory.resolve(name)))
        .ifPresent(name -> complaints.add("/defaultModule", "there is no directory " + name));
    addReserved(kind, complaints);
    complaints.throwIfAny();
    return kind;
  }

  /** Stacks are documents beside those of kinds, and have paths beside theirs. */
  private static void addReserved(Kind kind, Complaints complaints) {
    if (kind.name().equals(RESERVED_KIND)) {
      complaints.add("/kind", RESERVED_KIND + " is what groups of resources are called: rename it");
    }
    if (kind.plural().equals(RESERVED_PLURAL)) {
      complaints.add(
          "/plural", "/" + RESERVED_PLURAL + " is where groups of resources are: rename it");
    }
  }

  private static Kind kind(JsonNode root) {
    List<String> connection =
        root.path("connection").valueStream().map(JsonNode::asString).toList();
    return new Kind(
        root.path("kind").asString(),
        root.path("plural").asString(),
        Optional.ofNullable(root.get("defaultModule")).map(JsonNode::asString),
        root.path("stateful").asBoolean(),
        connection);
  }

  private List<Module> withGoodSuccessors(Kind kind, List<ReadModule> loaded) {
    Successors successors =
        new Successors(
            loaded.stream().map(ReadModule::module).toList(), leftOut.modulesOf(kind.name()));
    List<Module> good = new ArrayList<>();
    for (ReadModule each : loaded) {
      try {
        successors.check(each.module(), each.document());
        good.add(each.module());
      } catch (DocumentException e) {
        leftOut.add(kind.name(), each.file(), shown(each.file()));
        reject(each.file(), e);
      }
    }
    return good;
  }

  private Optional<ReadModule> loadModule(Path moduleDirectory, Path file, Kind kind) {
    if (!nameOf(file).endsWith(EXTENSION)) {
      misplaced(file);
      if (nameOf(file).endsWith(MISSPELT)) {
        leftOut.add(kind.name(), file, shown(file));
      }
      return Optional.empty();
    }
    try {
      Document document = read(file);
      Module module = modules.read(document, kind);
      Complaints complaints = new Complaints(document);
      if (!nameOf(moduleDirectory).equals(module.name())) {
        complaints.add("/module", module.name() + " belongs in the directory " + module.name());
      }
      if (!nameOf(file).equals(module.version() + EXTENSION)) {
        complaints.add(
            "/version", module.version() + " belongs in the file " + module.version() + EXTENSION);
      }
      complaints.throwIfAny();
      return Optional.of(new ReadModule(module, file, document));
    } catch (DocumentException e) {
      leftOut.add(kind.name(), file, shown(file));
      reject(file, e);
      return Optional.empty();
    }
  }

  /** A module, and where it stands. */
  private record ReadModule(Module module, Path file, Document document) {}

  private Document read(Path file) {
    String name = shown(file);
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

  /** What may stand anywhere: words for people, and what other programs put there. */
  private static boolean isBeside(Path file) {
    return nameOf(file).startsWith(".") || nameOf(file).endsWith(".md");
  }

  private void misplaced(Path file) {
    if (!isBeside(file)) {
      rejected.add(
          new Rejected(
              shown(file),
              List.of(
                  shown(file)
                      + ":1:1: has no place here: modules are <kind>/<module>/<version>.yaml, rules"
                      + " policies/<name>.yaml")));
    }
  }

  private void reject(Path file, DocumentException e) {
    rejected.add(
        new Rejected(
            shown(file),
            e.complaints().stream().map(DocumentException.Complaint::toString).toList()));
  }

  private List<Path> list(Path of) {
    try (Stream<Path> entries = Files.list(of)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      throw unreadable(
          place(of), "there is no such directory: see catalogDir, or AUTOMAT_CATALOG_DIR", e);
    } catch (IOException e) {
      throw unreadable(place(of), "can not be read as a directory: " + Unreadable.why(e), e);
    }
  }

  private String place(Path of) {
    return of.equals(directory) ? place : shown(of);
  }

  /** Such as {@code modules/database/kind.yaml}, whatever the directory's absolute path. */
  private String shown(Path file) {
    return Path.of(nameOf(directory)).resolve(directory.relativize(file)).toString();
  }

  private static String nameOf(Path path) {
    return Optional.ofNullable(path.toAbsolutePath().normalize().getFileName())
        .map(Path::toString)
        .orElse("");
  }

  /** {@code MessageQueue} stands in {@code message-queue}. */
  static String kebab(String pascal) {
    return pascal.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
