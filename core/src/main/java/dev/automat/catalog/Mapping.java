package dev.automat.catalog;

import java.util.List;
import java.util.Optional;

/** How a module is made with one provisioner. */
public final class Mapping {

  private Mapping() {}

  /** The plugin's name. */
  public String provisioner() {
    throw new UnsupportedOperationException();
  }

  /** The resource type, such as {@code local/postgres}. */
  public String type() {
    throw new UnsupportedOperationException();
  }

  /** Why it can not be used here; empty if it can. */
  public Optional<String> unavailable() {
    throw new UnsupportedOperationException();
  }

  /** The inputs that mean nothing there. */
  public List<String> ignores() {
    throw new UnsupportedOperationException();
  }
}
