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
 * @param spec as written
 */
public record AdmissionRequest(
    String team, String kind, String name, Map<String, String> labels, JsonNode spec) {}
