package dev.automat.engine;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus.Version;
import dev.automat.resource.SealedSecret;
import dev.automat.retry.Backoff;
import dev.automat.secret.Passwords;
import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Holder;
import dev.automat.spi.GrantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who holds what a binding gives, and which secret of it is sealed. */
record BindingHolders(BindingWork work, SharedSecret shared) {

  /**
   * The holder of a version.
   *
   * @param stored what is sealed of it
   * @throws dev.automat.spi.ProvisionerException if the one secret of all can not be read
   */
  Holder of(Binding binding, int version, Optional<SealedSecret> stored) {
    return switch (work.offer().holder()) {
      case USER ->
          new Grant.User(
              stored
                  .map(this::unseal)
                  .orElseGet(() -> fresh(new GrantId(binding.id(), version), binding)));
      case PRINCIPAL -> new Grant.Principal(binding.spec().principal().orElseThrow());
      case SHARED -> new Grant.Shared(shared.read());
    };
  }

  private Credentials fresh(GrantId id, Binding binding) {
    return new Credentials(id.userName(binding.uid()), Passwords.next(work.tools().random()));
  }

  /**
   * What is to be kept of the holder.
   *
   * @param stored what is sealed already
   * @return empty if there is no secret, or it is sealed already
   */
  Optional<SealedSecret> seal(
      Binding binding, int version, Holder holder, Optional<SealedSecret> stored) {
    return switch (holder) {
      case Grant.User(Credentials made) ->
          stored.isPresent() ? Optional.empty() : Optional.of(seal(binding, version, made));
      case Grant.Principal _ -> Optional.empty();
      case Grant.Shared(Credentials read) ->
          holds(stored, read) ? Optional.empty() : Optional.of(seal(binding, version, read));
    };
  }

  private SealedSecret seal(Binding binding, int version, Credentials credentials) {
    return work.tools().secrets().seal(binding.uid(), binding.secretField(), version, credentials);
  }

  /**
   * The valid versions of a binding that is to stay whose stored secret is not the one that all
   * have; always empty where each has its own.
   *
   * @throws dev.automat.spi.ProvisionerException if that one can not be read
   */
  Set<Integer> outdated(Binding binding) {
    return switch (work.offer().holder()) {
      case USER, PRINCIPAL -> Set.of();
      case SHARED ->
          binding.status().versions().stream()
              .filter(version -> version.valid() && !binding.absent())
              .map(Version::number)
              .filter(number -> !holds(stored(binding, number), shared.read()))
              .collect(Collectors.toUnmodifiableSet());
    };
  }

  /**
   * When a binding that rests is looked at again. No list shows that somebody changed the secret of
   * all, and applications can not sign in with the one before.
   *
   * @param otherwise when that is for what the binding itself has to wait for
   */
  Instant again(Binding binding, Instant otherwise) {
    return switch (work.offer().holder()) {
      case USER, PRINCIPAL -> otherwise;
      case SHARED -> binding.absent() ? otherwise : BindingDecisions.earlier(otherwise, nextLook());
    };
  }

  private Instant nextLook() {
    Tools tools = work.tools();
    return tools.clock().instant().plus(Backoff.jittered(tools.interval(), tools.random()));
  }

  private Optional<SealedSecret> stored(Binding binding, int version) {
    return work.tools().store().bindings().secret(binding, version);
  }

  private boolean holds(Optional<SealedSecret> stored, Credentials secret) {
    return stored.map(this::unseal).filter(secret::equals).isPresent();
  }

  private Credentials unseal(SealedSecret sealed) {
    return work.tools().secrets().unseal(sealed);
  }
}
