package dev.automat.resource;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked for of a binding.
 *
 * @param principal who holds the grant, where a cloud knows its callers
 * @param overlap how long an old secret stays valid beside its successor
 */
public record BindingSpec(Access access, Optional<String> principal, Duration overlap) {

  /** What an application may do. */
  public enum Access {
    READ,
    READWRITE;

    /** As it is written. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
