package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.plugin.InstalledPlugins;

/** Request → plan. Pure, and safe for many threads. */
public final class Admission {

  public Admission(Catalog catalog, Configuration configuration, InstalledPlugins plugins) {
    throw new UnsupportedOperationException();
  }

  /** The plan, or every violation at once. */
  public Verdict admit(AdmissionRequest request) {
    throw new UnsupportedOperationException();
  }
}
