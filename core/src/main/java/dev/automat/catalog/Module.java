package dev.automat.catalog;

/** A golden path: one immutable version of one module, compiled. */
public final class Module {

  private Module() {}

  public String name() {
    throw new UnsupportedOperationException();
  }

  public String version() {
    throw new UnsupportedOperationException();
  }

  /** {@link dev.automat.resource.Json#digest} of the document. */
  public String digest() {
    throw new UnsupportedOperationException();
  }
}
