package dev.automat.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a module version may be relied on.
 *
 * @param until the date, as {@code yyyy-mm-dd}, from which a deprecated version should not be used
 * @param moveTo what to use in place of a deprecated version, such as {@code postgres@2.0.0}
 */
public record ModuleStatus(Stage stage, Optional<String> until, Optional<String> moveTo) {

  /** The stages, in the order in which a request that names no version prefers them. */
  public enum Stage {
    @JsonProperty("stable")
    STABLE,
    @JsonProperty("preview")
    PREVIEW,
    @JsonProperty("deprecated")
    DEPRECATED;

    /** As written in the module document. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
