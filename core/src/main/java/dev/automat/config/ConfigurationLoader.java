package dev.automat.config;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.document.Documents;
import dev.automat.document.Unreadable;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.PluginSettings;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the configuration of a file, the environment and the command line; the latter win. Whatever
 * is not known or not valid is refused by its name, all of it at once.
 */
public final class ConfigurationLoader {

  /** The file that is read if it is in the current directory and no other is named. */
  public static final String FILE_NAME = "automat.yaml";

  /** Names the file. */
  public static final String FILE_VARIABLE = "AUTOMAT_CONFIG";

  /** Variables that are not for the server's configuration, but for the script and the CLI. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          FILE_VARIABLE,
          "AUTOMAT_CA_FILE",
          "AUTOMAT_HOME",
          "AUTOMAT_JAVA_HOME",
          "AUTOMAT_JAVA_OPTS",
          "AUTOMAT_TOKEN",
          "AUTOMAT_TOKEN_FILE",
          "AUTOMAT_URL");

  /** What must be valid for the address to be known. */
  private static final Set<String> ADDRESS =
      Set.of("", "/http", "/http/host", "/http/port", "/http/tls");

  private static final String PLUGINS = "/plugins";

  private final ConfigurationForm form;
  private final InstalledPlugins plugins;
  private final Path home;
  private final Map<String, String> environment;

  /**
   * @param plugins whose own sections the configuration may hold
   * @param home the directory that data and catalogue are in, unless said otherwise
   * @param environment all variables of the process; only those that begin with {@code AUTOMAT_}
   *     are looked at
   */
  public ConfigurationLoader(InstalledPlugins plugins, Path home, Map<String, String> environment) {
    this.form = new ConfigurationForm(plugins);
    this.plugins = plugins;
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The file to read: the one that is named, else {@code AUTOMAT_CONFIG}, else {@code automat.yaml}
   * in the directory if it is there; empty for the embedded default.
   */
  public Optional<Path> find(Optional<Path> named, Path directory) {
    return named
        .or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE)).map(directory::resolve))
        .or(() -> Optional.of(directory.resolve(FILE_NAME)).filter(Files::exists));
  }

  /**
   * What is said of plugins, without a look at the rest: which keys there are is known only when
   * the plugins are. Plugins are looked for in {@code plugins} in the home unless said otherwise.
   *
   * @param file empty for the embedded default
   * @throws DocumentException naming every key of that section that is unknown or has a bad value
   */
  public static PluginSettings plugins(
      Optional<Path> file, Path home, Map<String, String> environment) {
    ConfigurationLoader bare =
        new ConfigurationLoader(new InstalledPlugins(List.of()), home, environment);
    Document document = file.map(ConfigurationLoader::read).orElseGet(ConfigurationLoader::empty);
    Layers layers = Layers.of(document, bare.given(bare.ours()), bare.form);
    List<Complaint> complaints = new ArrayList<>();
    List<Schema.Problem> problems =
        bare.form.schema().check(layers.root()).stream()
            .filter(problem -> (problem.pointer() + "/").startsWith(PLUGINS + "/"))
            .toList();
    addAll(problems, "", layers, complaints);
    refuse(complaints);
    return new ConfigurationReader(layers.root(), bare.form, home, bare.base(file)).plugins();
  }

  /**
   * The configuration.
   *
   * @param file empty for the embedded default
   * @param options what the command line says; wins over environment and file
   * @throws DocumentException naming every key that is unknown or has a bad value, with its place
   */
  public Configuration load(Optional<Path> file, List<GivenSetting> options) {
    Document document = file.map(ConfigurationLoader::read).orElseGet(ConfigurationLoader::empty);
    List<Complaint> complaints = new ArrayList<>();
    List<GivenSetting> overrides = new ArrayList<>(fromEnvironment(complaints));
    overrides.addAll(options);
    Layers layers = Layers.of(document, overrides, form);
    checkForm(layers, complaints);
    refuse(complaints);
    Configuration configuration =
        new ConfigurationReader(layers.root(), form, home, base(file)).read();
    new ConfigurationRules(plugins, layers).check(configuration, complaints);
    refuse(complaints);
    return configuration;
  }

  /**
   * Where a server of this configuration listens. What else is wrong with it is not looked at: that
   * is the server's to say.
   *
   * @param file empty for the embedded default
   * @throws DocumentException if the file can not be read, or host or port are not valid
   */
  public Configuration.Address address(Optional<Path> file) {
    Document document = file.map(ConfigurationLoader::read).orElseGet(ConfigurationLoader::empty);
    Layers layers = Layers.of(document, fromEnvironment(new ArrayList<>()), form);
    List<Schema.Problem> problems =
        form.schema().check(layers.root()).stream()
            .filter(problem -> ADDRESS.contains(problem.pointer()))
            .toList();
    List<Complaint> complaints = new ArrayList<>();
    addAll(problems, "", layers, complaints);
    refuse(complaints);
    return new ConfigurationReader(layers.root(), form, home, home).address();
  }

  /**
   * Where a server of this configuration keeps its files. What else is wrong with it is not looked
   * at.
   *
   * @param file empty for the embedded default
   * @throws DocumentException if the file can not be read
   */
  public Path dataDirectory(Optional<Path> file) {
    Document document = file.map(ConfigurationLoader::read).orElseGet(ConfigurationLoader::empty);
    Layers layers = Layers.of(document, fromEnvironment(new ArrayList<>()), form);
    return new ConfigurationReader(layers.root(), form, home, base(file)).dataDirectory();
  }

  /** What relative paths start from. */
  private Path base(Optional<Path> file) {
    return file.map(path -> Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(home))
        .orElse(home);
  }

  private static void refuse(List<Complaint> complaints) {
    if (!complaints.isEmpty()) {
      throw new DocumentException(complaints);
    }
  }

  private static Document empty() {
    return new Document("embedded default", Json.object(), Map.of());
  }

  private static Document read(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      List<Document> documents = Documents.parseAll(file.toString(), text);
      return switch (documents.size()) {
        case 0 -> new Document(file.toString(), Json.object(), Map.of());
        case 1 -> documents.getFirst();
        default ->
            throw new DocumentException(
                documents.get(1).place(""),
                "",
                "the configuration is one document: remove this one");
      };
    } catch (IOException e) {
      throw new DocumentException(
          file.toString(), "", "can not be read (" + Unreadable.why(e) + "): name another file");
    }
  }

  private List<GivenSetting> fromEnvironment(List<Complaint> complaints) {
    Map<String, String> ours = ours();
    checkNames(ours, complaints);
    return given(ours);
  }

  private Map<String, String> ours() {
    Map<String, String> ours = new TreeMap<>(environment);
    ours.keySet().removeIf(name -> !name.startsWith(ConfigurationForm.PREFIX));
    ours.keySet().removeAll(OTHER_VARIABLES);
    // What a plugin that can not be used would take is not known.
    plugins
        .leftOut()
        .forEach(
            left -> {
              String section = ConfigurationForm.variableOf("provisioners." + left.name() + ".");
              ours.keySet().removeIf(name -> name.startsWith(section));
            });
    return ours;
  }

  private List<GivenSetting> given(Map<String, String> ours) {
    // A variable without text is one that was unset: shells and compose files can not always
    // remove.
    return form.variables().entrySet().stream()
        .filter(variable -> !ours.getOrDefault(variable.getKey(), "").isEmpty())
        .map(
            variable ->
                new GivenSetting(
                    variable.getValue().key(),
                    ours.getOrDefault(variable.getKey(), ""),
                    variable.getKey()))
        .toList();
  }

  private void checkNames(Map<String, String> ours, List<Complaint> complaints) {
    ObjectNode known = Json.object();
    form.variables().keySet().forEach(known::putObject);
    OTHER_VARIABLES.forEach(known::putObject);
    ObjectNode names = Json.object().put("type", "object").put("additionalProperties", false);
    names.set("properties", known);
    for (Schema.Problem problem : Schema.own(names).check(Json.tree(ours))) {
      String name = problem.pointer().substring(1);
      String meant = problem.nearest().map(near -> "; did you mean " + near + "?").orElse("");
      complaints.add(
          new Complaint(
              "environment", "", name + " is not a variable of Automat" + meant + ": unset it"));
    }
  }

  private void checkForm(Layers layers, List<Complaint> complaints) {
    addAll(form.schema().check(layers.root()), "", layers, complaints);
    layers
        .root()
        .path("provisioners")
        .properties()
        .forEach(
            section -> {
              String pointer = "/provisioners/" + section.getKey();
              Optional.ofNullable(form.provisioners().get(section.getKey()))
                  .ifPresentOrElse(
                      schema ->
                          addAll(schema.check(section.getValue()), pointer, layers, complaints),
                      () -> {
                        // What is there and can not be used has no form to check with.
                        if (!plugins.isKnown(section.getKey())) {
                          complaints.add(unknownPlugin(pointer, layers));
                        }
                      });
            });
  }

  private Complaint unknownPlugin(String pointer, Layers layers) {
    return new Complaint(
        layers.place(pointer),
        pointer,
        "no such provisioner is installed; there is "
            + String.join(", ", form.provisioners().keySet()));
  }

  private static void addAll(
      List<Schema.Problem> problems, String prefix, Layers layers, List<Complaint> complaints) {
    for (Schema.Problem problem : problems) {
      String pointer = prefix + problem.pointer();
      complaints.add(
          new Complaint(layers.place(pointer), pointer, problem.message() + ": " + problem.fix()));
    }
  }
}
