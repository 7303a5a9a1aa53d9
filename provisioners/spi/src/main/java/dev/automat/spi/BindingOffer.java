package dev.automat.spi;

import dev.automat.spi.Grant.Access;
import java.util.Set;

/**
 * What a {@link Bindable} type gives applications: static data, read before anything is made.
 *
 * @param access the levels that the type can hold an application to
 * @param holder who holds a grant
 * @param howToChange of {@link HolderKind#SHARED} alone, else empty: how a person changes the
 *     secret, and what that does to whoever has the one before. It begins with a verb, in the
 *     imperative, ends without a full stop, and is shown where a binding is made and where it ends
 */
public record BindingOffer(Set<Access> access, HolderKind holder, String howToChange) {

  public BindingOffer {
    access = Set.copyOf(access);
    boolean shared = holder == HolderKind.SHARED;
    if (shared == howToChange.isBlank()) {
      throw new IllegalArgumentException(
          "a secret that is shared, and no other, says how it is changed");
    }
    if (shared && access.size() != 1) {
      throw new IllegalArgumentException("who has the same secret has the same access");
    }
  }

  /** Of users and principals. */
  public BindingOffer(Set<Access> access, HolderKind holder) {
    this(access, holder, "");
  }

  /** Of the one secret that the cloud made, which gives everybody that access. */
  public static BindingOffer shared(Access access, String howToChange) {
    return new BindingOffer(Set.of(access), HolderKind.SHARED, howToChange);
  }

  /** Who holds the grants of a type. */
  public enum HolderKind {
    /** A user with a secret that the engine makes: {@link Grant.User}. */
    USER,
    /** Somebody whom the request names: {@link Grant.Principal}. There is no secret to rotate. */
    PRINCIPAL,
    /**
     * Whoever knows the one secret that the cloud made for the whole resource: {@link
     * Grant.Shared}. Who is bound is given it; unbinding takes the record of that away, and the
     * secret from nobody. Automat does not rotate it.
     */
    SHARED
  }
}
