package dev.automat.provisioner.local.cache;

import dev.automat.provisioner.local.cache.UserNote.Stage;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a cache out of reach: its user and those of its applications are off, and their sessions
 * are ended. Its keys stay, as far as the server evicts none of them.
 */
record CacheQuarantine(RedisSessions sessions) implements Quarantinable {

  @FunctionalInterface
  private interface Change {
    void of(RedisSession session, FoundUser cache, ResourceRef ref) throws IOException;
  }

  @Override
  public Optional<String> quarantine(BindingTarget target) {
    return run("closing", target.ref(), CacheQuarantine::close);
  }

  @Override
  public Optional<String> release(BindingTarget target) {
    return run(
        "opening",
        target.ref(),
        (session, cache, ref) -> {
          if (cache.is(Stage.QUARANTINED)) {
            open(session, cache, ref);
          }
        });
  }

  /** Off first: whoever was ended would sign in again at once. */
  private static void close(RedisSession session, FoundUser cache, ResourceRef ref)
      throws IOException {
    rules(ref).note(session, cache.name(), cache.note().with(Stage.QUARANTINED), "off");
    List<String> all = new ArrayList<>(List.of(cache.name()));
    for (FoundUser user : CacheGrants.ours(session, ref)) {
      session.call("ACL", "SETUSER", user.name(), "off");
      all.add(user.name());
    }
    for (String name : all) {
      UserRules.endSessions(session, name);
    }
  }

  /** The stage last: what is cut short is done over. */
  private static void open(RedisSession session, FoundUser cache, ResourceRef ref)
      throws IOException {
    for (FoundUser user : CacheGrants.ours(session, ref)) {
      session.call("ACL", "SETUSER", user.name(), "on");
    }
    rules(ref).note(session, cache.name(), cache.note().with(Stage.MADE), "on");
  }

  private static UserRules rules(ResourceRef ref) {
    return new UserRules(CacheType.prefix(ref.externalName()));
  }

  private Optional<String> run(String doing, ResourceRef ref, Change change) {
    return sessions.change(
        doing + " cache " + ref.externalName(),
        (session, endpoint) -> {
          FoundUser cache =
              FoundUser.find(session, ref.externalName()).orElseThrow(() -> CacheType.gone(ref));
          CacheType.requireOurs(cache, ref, endpoint);
          change.of(session, cache, ref);
          return Optional.empty();
        });
  }
}
