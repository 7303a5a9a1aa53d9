package dev.automat.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A golden path: one immutable version of one module, compiled. Safe for many threads. */
public final class Module {

  private Module() {}

  public String name() {
    throw new UnsupportedOperationException();
  }

  public String version() {
    throw new UnsupportedOperationException();
  }

  /** {@code name@version}. */
  public String id() {
    throw new UnsupportedOperationException();
  }

  /** The kind's name. */
  public String kind() {
    throw new UnsupportedOperationException();
  }

  public ModuleStatus status() {
    throw new UnsupportedOperationException();
  }

  /** What it is, in a sentence of its author. */
  public Optional<String> description() {
    throw new UnsupportedOperationException();
  }

  /** {@link dev.automat.resource.Json#digest} of the document. */
  public String digest() {
    throw new UnsupportedOperationException();
  }

  /** The JSON Schema of {@code spec.inputs} with its defaults, as written. Not to be changed. */
  public JsonNode inputs() {
    throw new UnsupportedOperationException();
  }

  /** In the order of the document. */
  public Collection<Size> sizes() {
    throw new UnsupportedOperationException();
  }

  public Optional<Size> size(String name) {
    throw new UnsupportedOperationException();
  }

  /** In the order of the document. */
  public Collection<Environment> environments() {
    throw new UnsupportedOperationException();
  }

  public Optional<Environment> environment(String name) {
    throw new UnsupportedOperationException();
  }

  /** In the order of the document, with those that are unavailable. */
  public Collection<Mapping> provisioners() {
    throw new UnsupportedOperationException();
  }

  public Optional<Mapping> provisioner(String name) {
    throw new UnsupportedOperationException();
  }

  /** By input, what a change means. */
  public Map<String, InputMarks> marks() {
    throw new UnsupportedOperationException();
  }

  /**
   * A complete JSON Schema 2020-12 of {@code spec} for this version, for clients and editors. Not
   * to be changed.
   */
  public JsonNode specSchema() {
    throw new UnsupportedOperationException();
  }

  /** The tests in the document. */
  public List<ModuleTest> tests() {
    throw new UnsupportedOperationException();
  }
}
