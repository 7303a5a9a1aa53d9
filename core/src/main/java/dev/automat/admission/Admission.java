package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.config.Configuration.Team;
import dev.automat.plugin.InstalledPlugins;
import java.util.List;
import java.util.Map;

/** Request → plan. Pure, and safe for many threads. */
public final class Admission {

  public Admission(Catalog catalog, Configuration configuration, InstalledPlugins plugins) {
    throw new UnsupportedOperationException();
  }

  /** With these teams and placement rules, for tests of modules. */
  public Admission(
      Catalog catalog,
      Map<String, Team> teams,
      List<PlacementRule> placements,
      InstalledPlugins plugins) {
    throw new UnsupportedOperationException();
  }

  /** The plan, or every violation at once. */
  public Verdict admit(AdmissionRequest request) {
    throw new UnsupportedOperationException();
  }
}
