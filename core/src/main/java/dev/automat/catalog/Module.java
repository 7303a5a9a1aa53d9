package dev.automat.catalog;

import dev.automat.expression.Variables;
import dev.automat.policy.Vocabulary;
import dev.cel.common.types.CelType;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A golden path: one immutable version of one module, compiled. Safe for many threads. */
public final class Module {

  private final Header header;
  private final InputForm inputs;
  private final Map<String, Size> sizes;
  private final Map<String, Environment> environments;
  private final Defaults defaults;
  private final List<Guardrail> guardrails;
  private final Map<String, Mapping> provisioners;
  private final Map<String, InputMarks> marks;
  private final List<ModuleTest> tests;
  private final JsonNode specSchema;

  Module(
      Header header,
      Offer offer,
      List<Guardrail> guardrails,
      Map<String, Mapping> provisioners,
      List<ModuleTest> tests) {
    this.header = header;
    this.inputs = offer.inputs();
    this.sizes = Collections.unmodifiableMap(offer.sizes());
    this.environments = Collections.unmodifiableMap(offer.environments());
    this.defaults = offer.defaults();
    this.guardrails = List.copyOf(guardrails);
    this.provisioners = Collections.unmodifiableMap(provisioners);
    this.marks = Marks.of(inputs, provisioners.values());
    this.tests = List.copyOf(tests);
    this.specSchema =
        SpecForm.of(
            header.name(), header.isDefault(), inputs, sizes.values(), environments.values());
  }

  public String name() {
    return header.name();
  }

  public String version() {
    return header.version();
  }

  /** {@code name@version}. */
  public String id() {
    return header.name() + "@" + header.version();
  }

  /** The kind's name. */
  public String kind() {
    return header.kind();
  }

  public ModuleStatus status() {
    return header.status();
  }

  /** What it is, in a sentence of its author. */
  public Optional<String> description() {
    return header.description();
  }

  /** {@link dev.automat.resource.Json#digest} of the document. */
  public String digest() {
    return header.digest();
  }

  /** As {@link #digest}, of all but status and description: what must never change. */
  public String contentDigest() {
    return header.contentDigest();
  }

  /** The JSON Schema of {@code spec.inputs} with its defaults, as written. Not to be changed. */
  public JsonNode inputs() {
    return inputs.document();
  }

  /** In the order of the document. */
  public Collection<Size> sizes() {
    return sizes.values();
  }

  public Optional<Size> size(String name) {
    return Optional.ofNullable(sizes.get(name));
  }

  /** In the order of the document. */
  public Collection<Environment> environments() {
    return environments.values();
  }

  public Optional<Environment> environment(String name) {
    return Optional.ofNullable(environments.get(name));
  }

  /** In the order of the document, with those that are unavailable. */
  public Collection<Mapping> provisioners() {
    return provisioners.values();
  }

  public Optional<Mapping> provisioner(String name) {
    return Optional.ofNullable(provisioners.get(name));
  }

  /** By input, what a change means. */
  public Map<String, InputMarks> marks() {
    return marks;
  }

  public List<Guardrail> guardrails() {
    return guardrails;
  }

  /**
   * A complete JSON Schema 2020-12 of {@code spec} for this version, for clients and editors. Not
   * to be changed.
   */
  public JsonNode specSchema() {
    return specSchema;
  }

  /** The tests in the document. */
  public List<ModuleTest> tests() {
    return tests;
  }

  /**
   * The request's inputs over the defaults: schema, then size, environment, classification,
   * request.
   *
   * @param size a size of this module, if it is known which
   * @param environment an environment of this module, if it is known which
   * @param request {@code spec.inputs}, not yet checked
   */
  public MergedInputs merge(
      Optional<String> size,
      Optional<String> environment,
      Optional<String> classification,
      ObjectNode request) {
    return defaults.with(size, environment, classification, request);
  }

  /**
   * What expressions read.
   *
   * @param facts {@code team}, {@code name}, {@code environment}, {@code region} and {@code
   *     classification}, as far as they are known
   */
  public Variables variables(Optional<Size> size, MergedInputs merged, Map<String, String> facts) {
    Map<String, Object> vars = size.map(Size::vars).orElse(Map.of());
    Map<String, Object> leaves = merged.leaves();
    Map<String, Object> values = HashMap.newHashMap(leaves.size() + vars.size() + facts.size());
    values.putAll(leaves);
    vars.forEach((name, value) -> values.put("size." + name, value));
    values.putAll(facts);
    return Variables.of(values);
  }

  /** What rules of the platform may read of it. */
  Vocabulary.Offer words() {
    Map<String, CelType> types = new LinkedHashMap<>();
    inputs.declare(types::put);
    Map<String, Map<String, CelType>> settings = new LinkedHashMap<>();
    provisioners.forEach((name, mapping) -> settings.put(name, mapping.types()));
    return new Vocabulary.Offer(kind(), name(), types, settings);
  }

  /** Who it is. */
  record Header(
      String name,
      String version,
      String kind,
      boolean isDefault,
      ModuleStatus status,
      Optional<String> description,
      String digest,
      String contentDigest) {}

  /** What can be asked for. */
  record Offer(
      InputForm inputs,
      Map<String, Size> sizes,
      Map<String, Environment> environments,
      Defaults defaults) {}
}
