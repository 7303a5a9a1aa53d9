package dev.automat.provisioner.local.cache;

import dev.automat.provisioner.local.cache.UserNote.Stage;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Users of applications: each has the keys of the cache, to read or to write. */
record CacheGrants(RedisSessions sessions) implements Bindable {

  private static final String CONSUMER = "automat-consumer";

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    ResourceRef ref = target.ref();
    return sessions.run(
        "looking at the users of cache " + ref.externalName(),
        (session, endpoint) ->
            ours(session, ref).stream()
                .flatMap(user -> GrantId.ofUser(user.name(), ref.uid()).stream())
                .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    ResourceRef ref = target.ref();
    Credentials own = credentials(grant);
    String name = grant.id().userName(ref.uid());
    sessions.change(
        "making user " + name,
        (session, endpoint) -> {
          FoundUser cache = usable(session, ref);
          Optional<FoundUser> found = FoundUser.find(session, name);
          found.ifPresent(user -> requireOurs(user, ref, endpoint));
          new UserRules(CacheType.prefix(ref.externalName()))
              .set(
                  session,
                  name,
                  own.password(),
                  grant.access(),
                  cache.mayRunScripts(),
                  new UserNote(tags(ref, grant.consumer()), Optional.empty()),
                  List.of("on"));
          return true;
        });
  }

  /** The server ends the sessions of a user that is deleted. */
  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    ResourceRef ref = target.ref();
    String name = grant.userName(ref.uid());
    sessions.change(
        "deleting user " + name,
        (session, endpoint) -> {
          Optional<FoundUser> found = FoundUser.find(session, name);
          found.ifPresent(user -> requireOurs(user, ref, endpoint));
          if (found.isPresent()) {
            session.call("ACL", "DELUSER", name);
          }
          return true;
        });
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection =
        new LinkedHashMap<>(CacheConnection.of(outputs, Optional.of(credentials(grant))));
    connection.put(TYPE, "redis");
    connection.put(REACHABLE_FROM, CacheConnection.reachableFrom(outputs));
    return connection;
  }

  /** The users on the cache that are not somebody else's. */
  static List<FoundUser> ours(RedisSession session, ResourceRef ref) throws IOException {
    return FoundUser.startingWith(session, ref.uid() + "_").stream()
        .filter(user -> GrantId.ofUser(user.name(), ref.uid()).isPresent())
        .filter(user -> OwnershipTags.ownerOf(user.note().tags(), ref) != Owner.FOREIGN)
        .toList();
  }

  /** Takes from users that an older version made what none may have. */
  static void tighten(RedisSession session, ResourceRef ref) throws IOException {
    for (FoundUser user : ours(session, ref)) {
      if (user.seesOthers()) {
        UserRules.tighten(session, user.name());
      }
    }
  }

  private static FoundUser usable(RedisSession session, ResourceRef ref) throws IOException {
    Optional<FoundUser> cache = FoundUser.find(session, ref.externalName());
    if (cache.isEmpty()) {
      throw CacheType.gone(ref);
    }
    if (cache.get().is(Stage.QUARANTINED)) {
      throw new ProvisionerException(
          ErrorCode.ofOneResource("in-quarantine"),
          "cache " + ref.externalName() + " is in quarantine",
          "nothing: it is bound once it is released");
    }
    return cache.get();
  }

  private static void requireOurs(FoundUser user, ResourceRef ref, RedisEndpoint endpoint) {
    if (OwnershipTags.ownerOf(user.note().tags(), ref) == Owner.FOREIGN) {
      throw CacheType.foreignFailure(user, endpoint);
    }
  }

  private static Credentials credentials(Grant grant) {
    return switch (grant.holder()) {
      case Grant.User(Credentials credentials) -> credentials;
      case Grant.Principal _, Grant.Shared _ ->
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS,
              "local/redis makes users and knows no principals",
              "leave the principal out");
    };
  }

  private static Map<String, String> tags(ResourceRef ref, String consumer) {
    Map<String, String> tags = new LinkedHashMap<>(OwnershipTags.of(ref));
    tags.put(CONSUMER, consumer);
    return tags;
  }
}
