package dev.automat.cli;

import dev.automat.admission.Admission;
import dev.automat.admission.Verdict;
import dev.automat.api.contract.Contract;
import dev.automat.api.document.Envelope;
import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.document.Document;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.util.List;
import java.util.Map;

/** Admission without a server: the same code, so the same plan and digest. */
final class Offline {

  private final Catalog catalog;
  private final Admission admission;
  private final Schema schema;

  /**
   * @param documents of teams that a server keeps and the configuration does not name
   */
  Offline(Configuration configuration, InstalledPlugins plugins, Map<String, TeamSpec> documents) {
    this.catalog = Catalog.load(configuration.catalogDirectory(), plugins);
    this.admission =
        new Admission(
            catalog,
            Teams.configured(configuration.teams(), documents),
            configuration.placements());
    this.schema = Contract.load().component("StandaloneDocument");
  }

  Catalog catalog() {
    return catalog;
  }

  /** What admission says of a document in a file. */
  Verdict verdict(Document document) {
    Envelope envelope = Envelope.alone(document.root(), schema, catalog);
    List<Violation> violations = envelope.allViolations(admission);
    return violations.isEmpty()
        ? admission.admit(envelope.request())
        : new Verdict.Refused(violations);
  }

  /** How to call a document in what is said of it. */
  static String nameOf(Document document) {
    return document.root().path("kind").asString("?")
        + " "
        + document.root().at("/metadata/team").asString("?")
        + "/"
        + document.root().at("/metadata/name").asString("?");
  }
}
