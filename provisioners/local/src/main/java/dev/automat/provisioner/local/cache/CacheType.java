package dev.automat.provisioner.local.cache;

import static dev.automat.provisioner.local.cache.CacheDescriptor.HOST;
import static dev.automat.provisioner.local.cache.CacheDescriptor.PORT;
import static dev.automat.provisioner.local.cache.CacheDescriptor.PREFIX;
import static dev.automat.provisioner.local.cache.CacheDescriptor.SCRIPTS;

import dev.automat.provisioner.local.cache.UserNote.Stage;
import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The operations of {@code local/redis}. The package's own text says what each state means. */
public final class CacheType implements ResourceType, AutoCloseable {

  private static final int PAGE = 500;

  private final RedisSessions sessions;

  CacheType(RedisServer server) {
    this.sessions = new RedisSessions(server);
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return sessions.run(
        "looking at cache " + ref.externalName(),
        (session, endpoint) ->
            FoundUser.find(session, ref.externalName())
                .map(user -> judge(user, ref, endpoint))
                .orElseGet(Observation.Absent::new));
  }

  private static Observation judge(FoundUser user, ResourceRef ref, RedisEndpoint endpoint) {
    return isOurs(user, ref)
        ? present(user, endpoint)
        : new Observation.Foreign(foreign(user, endpoint));
  }

  @Override
  public Outcome create(Desired desired) {
    ResourceRef ref = desired.ref();
    Credentials credentials = credentials(desired);
    return sessions.change(
        "making cache " + ref.externalName(),
        (session, endpoint) -> {
          Optional<FoundUser> found = FoundUser.find(session, ref.externalName());
          found.ifPresent(user -> requireOurs(user, ref, endpoint));
          if (found.filter(user -> fault(user).isEmpty()).isEmpty()) {
            set(session, desired, credentials, found);
          }
          return finished(session, ref, endpoint);
        });
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    ResourceRef ref = desired.ref();
    Credentials credentials = credentials(desired);
    return sessions.change(
        "changing cache " + ref.externalName(),
        (session, endpoint) -> {
          FoundUser user = FoundUser.find(session, ref.externalName()).orElseThrow(() -> gone(ref));
          requireOurs(user, ref, endpoint);
          set(session, desired, credentials, Optional.of(user));
          return finished(session, ref, endpoint);
        });
  }

  /**
   * As it is to be, but that what is in quarantine stays there. The users of its applications come
   * first: what is cut short is done over as long as the cache's own has a fault.
   */
  private static void set(
      RedisSession session, Desired desired, Credentials credentials, Optional<FoundUser> found)
      throws IOException {
    String name = desired.ref().externalName();
    UserNote before = found.map(FoundUser::note).orElse(UserNote.NONE);
    CacheGrants.tighten(session, desired.ref());
    boolean closed = before.stage().filter(Stage.QUARANTINED::equals).isPresent();
    Map<String, String> tags = new LinkedHashMap<>(before.tags());
    tags.putAll(desired.tags());
    boolean scripts =
        desired.settings().get(SCRIPTS) instanceof Boolean wanted
            ? wanted
            : found.map(FoundUser::mayRunScripts).orElse(true);
    if (found.filter(FoundUser::seesOthers).isPresent()) {
      UserRules.tighten(session, name);
    }
    new UserRules(prefix(name))
        .set(
            session,
            name,
            credentials.password(),
            Access.READWRITE,
            scripts,
            new UserNote(tags, Optional.of(closed ? Stage.QUARANTINED : Stage.MADE)),
            closed ? List.of("off") : List.of("on"));
  }

  /** First nobody can use it, then its keys go, and at last the user, by which it is seen. */
  @Override
  public void delete(ResourceRef ref) {
    sessions.change(
        "deleting cache " + ref.externalName(),
        (session, endpoint) -> {
          Optional<FoundUser> found = FoundUser.find(session, ref.externalName());
          found.ifPresent(user -> requireOurs(user, ref, endpoint));
          if (found.isPresent()) {
            UserNote note = found.get().note().with(Stage.DELETING);
            new UserRules(prefix(ref.externalName()))
                .note(session, ref.externalName(), note, "off");
            UserRules.endSessions(session, ref.externalName());
          }
          for (FoundUser user : CacheGrants.ours(session, ref)) {
            session.call("ACL", "DELUSER", user.name());
          }
          if (new CacheKeys(prefix(ref.externalName())).delete(session) && found.isPresent()) {
            session.call("ACL", "DELUSER", ref.externalName());
          }
          return true;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return sessions.run(
        "listing caches",
        (session, endpoint) -> {
          List<String> names =
              FoundUser.names(session).stream()
                  .filter(name -> !GrantId.isUserName(name))
                  .filter(name -> name.compareTo(pageToken.orElse("")) > 0)
                  .limit(PAGE)
                  .toList();
          List<Listed> items = new ArrayList<>();
          for (String name : names) {
            FoundUser.find(session, name)
                .filter(user -> carries(user, scope.installation()))
                .map(user -> listed(user, endpoint))
                .ifPresent(items::add);
          }
          return new ListPage(
              items, names.size() == PAGE ? Optional.of(names.getLast()) : Optional.empty());
        });
  }

  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    return CacheConnection.of(outputs, credentials);
  }

  @Override
  public Optional<Bindable> bindable() {
    return Optional.of(new CacheGrants(sessions));
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return Optional.of(new CacheQuarantine(sessions));
  }

  /** Stops a server of ours; its data stays. */
  @Override
  public void close() {
    sessions.close();
  }

  /** No external name is the beginning of another: each ends with a uid, and this with a colon. */
  static String prefix(String externalName) {
    return externalName + ":";
  }

  private static boolean isOurs(FoundUser user, ResourceRef ref) {
    Owner owner = OwnershipTags.ownerOf(user.note().tags(), ref);
    return owner == Owner.OURS
        || (owner == Owner.UNMARKED && user.name().endsWith("-" + ref.uid()));
  }

  static void requireOurs(FoundUser user, ResourceRef ref, RedisEndpoint endpoint) {
    if (!isOurs(user, ref)) {
      throw foreignFailure(user, endpoint);
    }
  }

  static ProvisionerException foreignFailure(FoundUser user, RedisEndpoint endpoint) {
    return new ProvisionerException(
        ErrorCode.FOREIGN,
        foreign(user, endpoint),
        "if it is yours, delete it; Automat does not touch it");
  }

  private static String foreign(FoundUser user, RedisEndpoint endpoint) {
    return "user %s on %s belongs to somebody else: its tags are %s"
        .formatted(user.name(), endpoint, new TreeMap<>(user.note().tags()));
  }

  private static Present present(FoundUser user, RedisEndpoint endpoint) {
    Optional<String> fault = fault(user);
    State state =
        user.is(Stage.DELETING)
            ? State.DELETING
            : fault.isPresent() ? State.FAILED : State.AVAILABLE;
    return new Present(
        Optional.empty(),
        state,
        state == State.FAILED ? fault.orElse("") : "",
        Map.of(SCRIPTS, user.mayRunScripts()),
        user.note().tags(),
        Map.of(HOST, endpoint.host(), PORT, (long) endpoint.port(), PREFIX, prefix(user.name())),
        List.of());
  }

  private static Optional<String> fault(FoundUser user) {
    if (!user.keys().equals(List.of(prefix(user.name()) + "*"))) {
      return Optional.of("its user has other keys than those of the cache");
    }
    if (user.seesOthers()) {
      return Optional.of("its user can watch the keys of other caches change");
    }
    return user.hasPassword() && (user.on() || user.is(Stage.QUARANTINED))
        ? Optional.empty()
        : Optional.of("its user can not sign in");
  }

  private static boolean carries(FoundUser user, String installation) {
    return installation.equals(user.note().tags().get(OwnershipTags.INSTALLATION));
  }

  private static Listed listed(FoundUser user, RedisEndpoint endpoint) {
    return new Listed(
        user.name(),
        Optional.ofNullable(user.note().tags().get(OwnershipTags.UID)),
        present(user, endpoint));
  }

  private static Outcome finished(RedisSession session, ResourceRef ref, RedisEndpoint endpoint)
      throws IOException {
    FoundUser user = FoundUser.find(session, ref.externalName()).orElseThrow(() -> gone(ref));
    return new Outcome.Finished(present(user, endpoint));
  }

  static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "cache " + ref.externalName() + " is not there any more",
        "find out who deleted its user; it is not made again by a change");
  }

  private static Credentials credentials(Desired desired) {
    Credentials credentials =
        desired
            .credentials()
            .orElseThrow(
                () ->
                    new ProvisionerException(
                        ErrorCode.INTERNAL, "local/redis was given no credentials", "report this"));
    if (!credentials.username().equals(desired.ref().externalName())) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "the user name is %s, but a cache is the user of its own name, %s"
              .formatted(credentials.username(), desired.ref().externalName()),
          "use the external name as user name");
    }
    return credentials;
  }
}
