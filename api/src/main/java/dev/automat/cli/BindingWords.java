package dev.automat.cli;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How a binding is, for people. */
final class BindingWords {

  /** Longer than making a user takes; a server grants no more. */
  static final Map<String, String> WAIT = Map.of("Prefer", "wait=60");

  private BindingWords() {}

  /** Such as {@code Ready, version 2; version 1 is valid until …}. */
  static String of(JsonNode binding) {
    JsonNode status = binding.path("status");
    String words = status.path("phase").asString("");
    if (status.has("version")) {
      words += ", version " + status.path("version").asInt();
    }
    if (status.has("previousValidUntil")) {
      words +=
          "; version "
              + status.path("previousVersion").asInt()
              + " is valid until "
              + status.path("previousValidUntil").asString();
    }
    return status.has("trouble") ? words + ": " + status.at("/trouble/message").asString() : words;
  }

  /** The same, with what a person must know of it. */
  static String withNotice(JsonNode binding) {
    JsonNode notice = binding.at("/status/notice");
    return notice.isMissingNode() ? of(binding) : of(binding) + "\nNote: " + notice.asString();
  }

  static int exitCode(JsonNode binding) {
    return binding.at("/status/trouble").isMissingNode() ? ExitCode.OK : ExitCode.FAILED;
  }

  static List<String> row(JsonNode binding) {
    return List.of(
        binding.at("/metadata/consumer").asString(),
        binding.at("/spec/access").asString(),
        of(binding));
  }
}
