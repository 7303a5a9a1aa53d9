package dev.automat.catalog;

import dev.automat.cost.CostLine;
import dev.automat.expression.ExpressionException;
import dev.automat.expression.Template;
import dev.automat.expression.Variables;
import dev.automat.resource.Plan.Note;
import dev.automat.schema.Schema;
import dev.automat.schema.Schema.Problem;
import dev.automat.spi.TypeDescriptor;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** How a module is made with one provisioner. */
public final class Mapping {

  private static final String INPUTS = "inputs.";

  private final String provisioner;
  private final String type;
  private final Optional<String> unavailable;
  private final Optional<Target> target;
  private final Map<String, String> ignores;
  private final List<Note> notes;
  private final Template.Entries settings;
  private final SortedMap<String, String> drift;
  private final Template.Entries links;
  private final Template.Entries tags;
  private final List<CostLine> cost;

  Mapping(
      String provisioner,
      String type,
      Optional<String> unavailable,
      Optional<Target> target,
      Map<String, String> ignores,
      Template.Entries settings,
      SortedMap<String, String> drift,
      Template.Entries links,
      Template.Entries tags,
      List<CostLine> cost) {
    this.provisioner = provisioner;
    this.type = type;
    this.unavailable = unavailable;
    this.target = target;
    this.ignores = ignores;
    this.notes =
        ignores.entrySet().stream()
            .map(ignored -> new Note("/inputs/" + ignored.getKey(), ignored.getValue()))
            .toList();
    this.settings = settings;
    this.drift = Collections.unmodifiableSortedMap(drift);
    this.links = links;
    this.tags = tags;
    this.cost = List.copyOf(cost);
  }

  /** The plugin's name. */
  public String provisioner() {
    return provisioner;
  }

  /** The resource type, such as {@code local/postgres}. */
  public String type() {
    return type;
  }

  /** Why it can not be used here; empty if it can. */
  public Optional<String> unavailable() {
    return unavailable;
  }

  /** What the plugin says of the type; empty if it is not installed. */
  public Optional<TypeDescriptor> descriptor() {
    return target.map(Target::descriptor);
  }

  /** The inputs that mean nothing there. */
  public List<String> ignores() {
    return List.copyOf(ignores.keySet());
  }

  /** What a plan notes of the inputs that mean nothing there. */
  public List<Note> notes() {
    return notes;
  }

  /** By setting, {@code correct} or {@code report}, where the module says so. */
  public SortedMap<String, String> drift() {
    return drift;
  }

  /**
   * The settings for these values, in JSON types. Settings that read an input without a value are
   * left out.
   *
   * @param failed is told which setting failed and why; that one is left out too
   */
  public Map<String, Object> settings(Variables variables, BiConsumer<String, String> failed) {
    Map<String, Object> values = LinkedHashMap.newLinkedHashMap(settings.entries().size());
    settings
        .entries()
        .forEach(
            (name, template) -> {
              try {
                template.evaluate(variables).ifPresent(value -> values.put(name, value));
              } catch (ExpressionException e) {
                failed.accept(name, String.valueOf(e.getMessage()));
              }
            });
    return Collections.unmodifiableMap(values);
  }

  /**
   * Where a person goes on, by name. A link that reads an input without a value is left out.
   *
   * @throws ExpressionException if one can not be evaluated
   */
  public SortedMap<String, String> links(Variables variables) throws ExpressionException {
    return texts(links, variables);
  }

  /**
   * Tags of the module's own, by key. One that reads an input without a value is left out.
   *
   * @throws ExpressionException if one can not be evaluated
   */
  public SortedMap<String, String> tags(Variables variables) throws ExpressionException {
    return texts(tags, variables);
  }

  private static SortedMap<String, String> texts(Template.Entries entries, Variables variables)
      throws ExpressionException {
    SortedMap<String, String> values = new TreeMap<>();
    for (Map.Entry<String, Template> entry : entries.entries().entrySet()) {
      entry
          .getValue()
          .evaluate(variables)
          .ifPresent(value -> values.put(entry.getKey(), value.toString()));
    }
    return Collections.unmodifiableSortedMap(values);
  }

  /** What it costs, line by line; none if the module says nothing of it. */
  public List<CostLine> cost() {
    return cost;
  }

  /** What the plugin's schema finds wrong with the settings. */
  public List<Problem> check(JsonNode value) {
    return target.map(known -> known.schema().check(value)).orElse(List.of());
  }

  /** The inputs that a setting is made from, in alphabetical order. */
  public List<String> inputsOf(String setting) {
    return Optional.ofNullable(settings.entries().get(setting)).stream()
        .flatMap(template -> template.reads().stream())
        .filter(name -> name.startsWith(INPUTS))
        .map(Mapping::inputOf)
        .distinct()
        .toList();
  }

  /** By input, the settings that are made from it. */
  Map<String, List<String>> settingsByInput() {
    Map<String, List<String>> byInput = new TreeMap<>();
    for (String setting : settings.entries().keySet()) {
      for (String input : inputsOf(setting)) {
        byInput.computeIfAbsent(input, _ -> new ArrayList<>()).add(setting);
      }
    }
    return byInput;
  }

  /** The types of the settings, as the module itself makes them. */
  Map<String, CelType> types() {
    Map<String, CelType> types = new LinkedHashMap<>();
    settings.entries().forEach((name, template) -> types.put(name, template.type()));
    return types;
  }

  /** The variables that settings and cost lines read. */
  SortedSet<String> reads() {
    SortedSet<String> reads = new TreeSet<>(settings.reads());
    cost.forEach(line -> reads.addAll(line.reads()));
    return reads;
  }

  /** {@code inputs.backup.days} is of the input {@code backup}. */
  static String inputOf(String variable) {
    String path = variable.substring(INPUTS.length());
    int end = path.indexOf('.');
    return end < 0 ? path : path.substring(0, end);
  }

  /** An installed type. */
  record Target(TypeDescriptor descriptor, JsonNode document, Schema schema) {}
}
