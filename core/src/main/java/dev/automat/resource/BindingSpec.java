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
 * @param holder who holds what is given, as the type of the resource has it
 */
public record BindingSpec(
    Access access, Optional<String> principal, Duration overlap, Holder holder) {

  public BindingSpec {
    // What was stored before secrets were shared does not speak of it.
    holder = holder == null ? ofOne(principal) : holder;
  }

  /** Of a user, or of a principal if one is named. */
  public BindingSpec(Access access, Optional<String> principal, Duration overlap) {
    this(access, principal, overlap, ofOne(principal));
  }

  private static Holder ofOne(Optional<String> principal) {
    return principal.isPresent() ? Holder.PRINCIPAL : Holder.USER;
  }

  /** Who holds what a binding gives. */
  public enum Holder {
    /** A user of the application's own, with a secret that Automat makes. */
    USER,
    /** Somebody whom the cloud knows. */
    PRINCIPAL,
    /** Whoever knows the one secret that the cloud made for the whole resource. */
    SHARED
  }

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
