package dev.automat.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a module version may be relied on.
 *
 * @param until the date, as {@code yyyy-mm-dd}, from whose beginning (UTC) on nothing new is made
 *     of a deprecated version
 * @param moveTo what to use in place of a deprecated version, such as {@code postgres@2.0.0}, or
 *     {@code postgres} for its newest stable one
 */
public record ModuleStatus(Stage stage, Optional<String> until, Optional<String> moveTo) {

  /** Whether it is deprecated. */
  public boolean isDeprecated() {
    return stage == Stage.DEPRECATED;
  }

  /** Whether its time is over. */
  public boolean hasEnded(Instant now) {
    return isDeprecated()
        && until
            .map(date -> LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant())
            .filter(end -> !now.isBefore(end))
            .isPresent();
  }

  /** The stages. */
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
