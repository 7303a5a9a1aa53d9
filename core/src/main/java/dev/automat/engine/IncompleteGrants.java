package dev.automat.engine;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which grants of a resource stand and lack something, as its plugin says in this pass: asked for
 * once, when nothing more urgent is due. A failure is told to all that want it.
 */
final class IncompleteGrants {

  private final BindingWork work;
  private final BindingTarget target;
  private final Set<GrantId> standing;
  private final Set<GrantId> mended = new HashSet<>();
  private Optional<Set<GrantId>> found = Optional.empty();
  private Optional<ProvisionerException> failure = Optional.empty();

  IncompleteGrants(BindingWork work, BindingTarget target, Set<GrantId> standing) {
    this.work = work;
    this.target = target;
    this.standing = standing;
  }

  /**
   * The versions of a binding that do, and were not set right since.
   *
   * @throws ProvisionerException if it can not be told
   */
  Set<Integer> of(String binding) {
    return found().stream()
        .filter(grant -> grant.binding().equals(binding) && !mended.contains(grant))
        .map(GrantId::version)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<GrantId> found() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (found.isEmpty()) {
      try {
        found =
            Optional.of(
                work.tools().calls().call(() -> work.bindable().incomplete(target, standing)));
      } catch (ProvisionerException e) {
        failure = Optional.of(e);
        throw e;
      }
    }
    return found.orElseThrow();
  }

  /** It was set right. */
  void mended(GrantId grant) {
    mended.add(grant);
  }
}
