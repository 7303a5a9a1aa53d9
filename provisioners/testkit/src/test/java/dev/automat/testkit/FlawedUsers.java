package dev.automat.testkit;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ResourceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Users of databases, in memory: sound but for one flaw. */
final class FlawedUsers implements Bindable {

  private static final class User {
    private final Map<String, String> tags;
    private String password = "";
    private Access access = Access.READ;
    private Set<String> readable = Set.of();

    private User(Map<String, String> tags) {
      this.tags = tags;
    }
  }

  private final UserFlaw flaw;
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, String> makers = new HashMap<>();
  private final List<Session> sessions = new ArrayList<>();
  private boolean reachable = true;

  FlawedUsers(UserFlaw flaw) {
    this.flaw = flaw;
  }

  boolean has(UserFlaw one) {
    return flaw == one;
  }

  synchronized void reachable(boolean now) {
    reachable = now;
  }

  private void requireReachable() {
    if (!reachable) {
      throw BrokenType.refusal(ErrorCode.UNREACHABLE, "the database does not answer");
    }
  }

  @Override
  public synchronized Set<GrantId> grants(BindingTarget target) {
    if (!reachable && has(UserFlaw.WHAT_IS_NOT_REACHED_HAS_NO_USERS)) {
      return Set.of();
    }
    requireReachable();
    Set<GrantId> grants = new HashSet<>();
    users.forEach(
        (name, user) -> {
          if (isOurs(user, target.ref())) {
            GrantId.ofUser(name, target.ref().uid()).ifPresent(grants::add);
          }
        });
    return grants;
  }

  private static boolean isOurs(User user, ResourceRef ref) {
    return OwnershipTags.ownerOf(user.tags, ref) != Owner.FOREIGN;
  }

  private void requireOurs(String name, ResourceRef ref) {
    User user = users.get(name);
    if (user != null && !isOurs(user, ref) && !has(UserFlaw.TAKES_THE_USER_OF_ANOTHER)) {
      throw BrokenType.refusal(ErrorCode.FOREIGN, name + " is another's");
    }
  }

  @Override
  public synchronized void bind(BindingTarget target, Grant grant) {
    Credentials own = ((Grant.User) grant.holder()).credentials();
    requireReachable();
    requireOurs(own.username(), target.ref());
    if (has(UserFlaw.BINDING_PRINTS_THE_PASSWORD)) {
      System.out.println(own.password());
    }
    boolean repeat = users.containsKey(own.username());
    if (repeat) {
      repeated(own.username());
    } else if (has(UserFlaw.A_NEW_VERSION_DROPS_THE_OLD)) {
      String others = target.ref().uid() + "_" + grant.id().binding();
      users.keySet().removeIf(name -> name.startsWith(others));
    }
    User user =
        users.computeIfAbsent(
            own.username(), made -> new User(new HashMap<>(OwnershipTags.of(target.ref()))));
    user.password = own.password();
    if (!repeat || !has(UserFlaw.ACCESS_IS_NEVER_CHANGED)) {
      user.access = grant.access();
    }
    user.readable = new HashSet<>(makers.keySet());
  }

  private void repeated(String name) {
    if (has(UserFlaw.A_REPEAT_FAILS)) {
      throw BrokenType.refusal(ErrorCode.INVALID_SETTINGS, name + " exists");
    }
    if (has(UserFlaw.A_REPEAT_ENDS_SESSIONS)) {
      sessions.removeIf(session -> session.user.equals(name));
    }
  }

  @Override
  public synchronized void unbind(BindingTarget target, GrantId grant) {
    String name = grant.userName(target.ref().uid());
    requireReachable();
    requireOurs(name, target.ref());
    if (users.remove(name) == null && has(UserFlaw.UNBINDING_WHAT_IS_GONE_FAILS)) {
      throw BrokenType.refusal(ErrorCode.INTERNAL, name + " is not there");
    }
    if (!has(UserFlaw.SESSIONS_OUTLIVE_THEIR_USER)) {
      sessions.removeIf(session -> session.user.equals(name));
    }
    if (has(UserFlaw.WHAT_A_USER_MADE_GOES_WITH_IT)) {
      makers.values().removeIf(name::equals);
    }
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Credentials own = ((Grant.User) grant.holder()).credentials();
    Map<String, String> connection = new HashMap<>();
    connection.put("username", own.username());
    connection.put(TYPE, "hostile");
    connection.put(REACHABLE_FROM, "the test");
    if (!has(UserFlaw.THE_CONNECTION_HAS_NO_PASSWORD)) {
      connection.put("password", own.password());
    }
    return connection;
  }

  // What the harness does behind the plugin's back.

  synchronized void plant(String name, Map<String, String> tags) {
    users.put(name, new User(new HashMap<>(tags)));
  }

  synchronized void uproot() {
    users.values().removeIf(user -> user.password.isEmpty());
  }

  synchronized List<String> of(String uid) {
    return users.entrySet().stream()
        .filter(user -> user.getKey().startsWith(uid))
        .map(user -> user.getKey() + user.getValue().tags + user.getValue().password)
        .toList();
  }

  synchronized void dropAll(String uid) {
    users.keySet().removeIf(name -> name.startsWith(uid));
  }

  synchronized Optional<Application> signIn(Map<String, String> connection) {
    User user = users.get(connection.getOrDefault("username", ""));
    if (user == null || !user.password.equals(connection.get("password"))) {
      return Optional.empty();
    }
    Session session = new Session(connection.getOrDefault("username", ""));
    sessions.add(session);
    return Optional.of(session);
  }

  /** An application that is signed in. */
  private final class Session implements Application {

    private final String user;

    private Session(String user) {
      this.user = user;
    }

    @Override
    public boolean works() {
      synchronized (FlawedUsers.this) {
        return sessions.contains(this);
      }
    }

    private boolean mayWrite() {
      User known = users.get(user);
      return works()
          && known != null
          && (known.access == Access.READWRITE || has(UserFlaw.READERS_MAY_WRITE));
    }

    @Override
    public boolean makes(String name) {
      synchronized (FlawedUsers.this) {
        if (mayWrite()) {
          makers.put(name, user);
        }
        return mayWrite();
      }
    }

    @Override
    public boolean changes(String name) {
      synchronized (FlawedUsers.this) {
        return mayWrite() && makers.containsKey(name);
      }
    }

    @Override
    public boolean reads(String name) {
      synchronized (FlawedUsers.this) {
        User known = users.get(user);
        boolean late =
            has(UserFlaw.READERS_SEE_NOTHING_THAT_COMES_LATER)
                && known != null
                && known.access == Access.READ
                && !known.readable.contains(name);
        return works() && known != null && makers.containsKey(name) && !late;
      }
    }

    @Override
    public void close() {
      synchronized (FlawedUsers.this) {
        sessions.remove(this);
      }
    }
  }
}
