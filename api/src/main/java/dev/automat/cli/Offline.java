package dev.automat.cli;

import dev.automat.admission.Admission;
import dev.automat.admission.Verdict;
import dev.automat.api.contract.Contract;
import dev.automat.api.document.Envelope;
import dev.automat.api.document.StackEnvelope;
import dev.automat.catalog.Bundle;
import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.document.Document;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.stack.StackVerdict;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Admission without a server: the same code, so the same plan and digest. */
final class Offline {

  private final Path directory;
  private final Catalog catalog;
  private final Admission admission;
  private final Schema schema;
  private final Schema stackSchema;

  /**
   * @param documents of teams that a server keeps and the configuration does not name
   */
  Offline(Configuration configuration, InstalledPlugins plugins, Map<String, TeamSpec> documents) {
    this.directory = configuration.catalogDirectory();
    this.catalog = Catalog.load(directory, plugins);
    this.admission =
        new Admission(
            catalog,
            Teams.configured(configuration.teams(), documents),
            configuration.placements());
    Contract contract = Contract.load();
    this.schema = contract.component("StandaloneDocument");
    this.stackSchema = contract.component("StandaloneStack");
  }

  /** Which catalogue it works with, so that somebody can tell it from a server's. */
  String catalogue() {
    return "planned with the catalogue "
        + catalog.bundle().map(Bundle::digest).orElse("of a directory that has no digest")
        + " in "
        + directory;
  }

  /** What admission says of a document in a file. */
  Verdict verdict(Document document) {
    Envelope envelope = Envelope.alone(document.root(), schema, catalog);
    List<Violation> violations = envelope.allViolations(admission);
    return violations.isEmpty()
        ? admission.admit(envelope.request())
        : new Verdict.Refused(violations);
  }

  /** What admission says of all members of a stack in a file. */
  StackVerdict stack(Document document) {
    return StackEnvelope.alone(document.root(), stackSchema).verdict(catalog, admission);
  }

  /** The same of either, for a report. */
  Checked checked(Document document) {
    return StackEnvelope.isOne(document.root())
        ? Checked.offline(document, stack(document))
        : Checked.offline(document, verdict(document));
  }

  /**
   * How to call a document in what is said of it; a file of which none could be read by its name.
   */
  static String nameOf(Document document) {
    if (document.root().isMissingNode()) {
      return document.source();
    }
    return document.root().path("kind").asString("?")
        + " "
        + document.root().at("/metadata/team").asString("?")
        + "/"
        + document.root().at("/metadata/name").asString("?");
  }
}
