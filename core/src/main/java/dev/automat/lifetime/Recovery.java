package dev.automat.lifetime;

import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Resource;
import dev.automat.resource.Work.Finale;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what is deleted can be had back.
 *
 * @param recoverable whether a copy of its data is kept, or will be
 * @param why it is not, for a person; empty if it is
 * @param snapshot the cloud's id of the copy, once it is made
 * @param until how long it can be undeleted, once it is deleted
 */
public record Recovery(
    boolean recoverable, String why, Optional<String> snapshot, Optional<Instant> until) {

  /** What holds of a tombstone, or will of what is to go. Pure. */
  public static Recovery of(
      Resource resource, Set<Ability> abilities, Optional<String> copySetting) {
    return resource
        .work()
        .finale()
        .map(finale -> known(resource, finale))
        .orElseGet(
            () -> {
              Optional<String> hindrance = hindrance(resource, abilities, copySetting);
              return hindrance
                  .or(() -> lost(resource))
                  .map(Recovery::none)
                  .orElse(new Recovery(true, "", Optional.empty(), Optional.empty()));
            });
  }

  /** As the other, with what its type can today. */
  public static Recovery of(Resource resource, InstalledPlugins plugins) {
    return plugins
        .type(resource.plan().type())
        .map(type -> of(resource, type))
        .orElseGet(() -> of(resource, Set.of(), Optional.empty()));
  }

  /** As the other, of that type. */
  public static Recovery of(Resource resource, TypeDescriptor type) {
    return of(resource, type.abilities(), type.copySetting());
  }

  private static Recovery known(Resource resource, Finale finale) {
    boolean purged = resource.isTombstone() && resource.work().purgeAt().isEmpty();
    if (finale.snapshot().isEmpty() || purged) {
      return none(finale.snapshot().isEmpty() ? finale.why() : "its copy was deleted in its time");
    }
    return new Recovery(true, "", finale.snapshot(), resource.work().purgeAt());
  }

  private static Recovery none(String why) {
    return new Recovery(false, why, Optional.empty(), Optional.empty());
  }

  private static Optional<String> lost(Resource resource) {
    return resource.isTombstone()
        ? Optional.of("it was gone before a copy could be made")
        : Optional.empty();
  }

  /**
   * Why no copy is made of it when it goes; empty: one is.
   *
   * @param copySetting as in the descriptor of its type
   */
  public static Optional<String> hindrance(
      Resource resource, Set<Ability> abilities, Optional<String> copySetting) {
    if (!resource.plan().stateful()) {
      return Optional.of("it holds no data");
    }
    if (!abilities.contains(Ability.RECOVERY)) {
      return Optional.of(resource.plan().type() + " keeps no copies");
    }
    Optional<String> off =
        copySetting.filter(
            setting -> Boolean.FALSE.equals(resource.plan().settings().get(setting)));
    if (off.isPresent()) {
      return Optional.of(off.get() + " is false, as its module has it");
    }
    if (!resource.work().madeOnce()) {
      return Optional.of("it was never ready");
    }
    return resource.stay().withoutSnapshot()
        ? Optional.of("its deletion was asked for without a copy")
        : Optional.empty();
  }
}
