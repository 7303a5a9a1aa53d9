package dev.automat.admission;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a person asks for, decoded but not yet checked.
 *
 * @param team from the path or the document
 * @param kind the kind's name
 * @param name from the path or the document
 * @param labels from the metadata
 * @param spec what is planned
 * @param written the spec as a person wrote it, which rules speak of: another than {@code spec}
 *     where something was put in, such as the version of the module of a transfer
 */
public record AdmissionRequest(
    String team,
    String kind,
    String name,
    Map<String, String> labels,
    JsonNode spec,
    JsonNode written) {

  /** Planned as it was written. */
  public AdmissionRequest(
      String team, String kind, String name, Map<String, String> labels, JsonNode spec) {
    this(team, kind, name, labels, spec, spec);
  }
}
