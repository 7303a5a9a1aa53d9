package dev.automat.spi;

import dev.automat.spi.Grant.Access;
import java.util.Set;

/**
 * What a {@link Bindable} type gives applications: static data, read before anything is made.
 *
 * @param access the levels that the type can hold an application to
 * @param holder who holds a grant
 */
public record BindingOffer(Set<Access> access, HolderKind holder) {

  public BindingOffer {
    access = Set.copyOf(access);
  }

  /** Who holds the grants of a type. */
  public enum HolderKind {
    /** A user with a secret that the engine makes: {@link Grant.User}. */
    USER,
    /** Somebody whom the request names: {@link Grant.Principal}. There is no secret to rotate. */
    PRINCIPAL
  }
}
