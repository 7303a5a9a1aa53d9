package dev.automat.testkit;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Databases with one secret each, in memory: sound but for one flaw. */
final class FlawedShared implements Bindable {

  private static final class Database {
    private final Set<GrantId> grants = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private final Set<Session> sessions = new HashSet<>();
    private int changes;
  }

  private final SharedFlaw flaw;
  private final Map<String, Database> databases = new HashMap<>();
  private final Map<String, Credentials> readFirst = new HashMap<>();
  private Optional<ResourceType> sound = Optional.empty();
  private boolean reachable = true;

  FlawedShared(SharedFlaw flaw) {
    this.flaw = flaw;
  }

  private boolean has(SharedFlaw one) {
    return flaw == one;
  }

  synchronized void reachable(boolean now) {
    reachable = now;
  }

  private Database of(String uid) {
    return databases.computeIfAbsent(uid, _ -> new Database());
  }

  private Credentials secret(String uid) {
    return new Credentials("default", "Canary" + uid + "x" + of(uid).changes);
  }

  /** Tells whose a database is. */
  FlawedShared over(ResourceType whole) {
    sound = Optional.of(whole);
    return this;
  }

  private void requireReachable() {
    if (!reachable) {
      throw BrokenType.refusal(ErrorCode.UNREACHABLE, "the cloud does not answer");
    }
  }

  private void requireOurs(ResourceRef ref) {
    requireReachable();
    boolean foreign = sound.orElseThrow().observe(ref) instanceof Observation.Foreign;
    if (foreign && !has(SharedFlaw.GIVES_THE_SECRET_OF_ANOTHER)) {
      throw BrokenType.refusal(ErrorCode.FOREIGN, ref.externalName() + " is another's");
    }
  }

  @Override
  public synchronized Set<GrantId> grants(BindingTarget target) {
    requireReachable();
    return Set.copyOf(of(target.ref().uid()).grants);
  }

  @Override
  public synchronized void bind(BindingTarget target, Grant grant) {
    requireOurs(target.ref());
    Credentials given = shared(grant);
    Database database = of(target.ref().uid());
    boolean known = !database.grants.add(grant.id());
    boolean old = !given.equals(secret(target.ref().uid()));
    if (known && old && has(SharedFlaw.A_REPEAT_BRINGS_THE_SECRET_BACK)) {
      database.changes--;
    }
    if (known && old && has(SharedFlaw.A_CHANGED_SECRET_BINDS_NOBODY_AGAIN)) {
      throw BrokenType.refusal(ErrorCode.INVALID_SETTINGS, "bound with another secret");
    }
    if (has(SharedFlaw.PRINTS_THE_SECRET)) {
      System.out.println(given.password());
    }
  }

  private Credentials shared(Grant grant) {
    return switch (grant.holder()) {
      case Grant.Shared(Credentials all) -> all;
      case Grant.User(Credentials own) when has(SharedFlaw.TAKES_USERS) -> own;
      case Grant.Principal(String name) when has(SharedFlaw.TAKES_PRINCIPALS) ->
          new Credentials(name, name);
      case Grant.User _, Grant.Principal _ ->
          throw BrokenType.refusal(ErrorCode.INVALID_SETTINGS, "there are no users");
    };
  }

  @Override
  public synchronized void unbind(BindingTarget target, GrantId grant) {
    requireOurs(target.ref());
    Database database = of(target.ref().uid());
    if (!has(SharedFlaw.UNBINDING_FORGETS_NOTHING)) {
      database.grants.remove(grant);
    }
    if (has(SharedFlaw.UNBINDING_FORGETS_ALL)) {
      database.grants.clear();
    }
    if (has(SharedFlaw.UNBINDING_CHANGES_THE_SECRET)) {
      database.changes++;
    }
    if (has(SharedFlaw.UNBINDING_ENDS_SESSIONS)) {
      database.sessions.clear();
    }
  }

  @Override
  public synchronized Credentials sharedSecret(BindingTarget target) {
    String uid = target.ref().uid();
    boolean madeUp =
        has(SharedFlaw.MAKES_ONE_UP_WHERE_NONE_IS_REACHED)
            || has(SharedFlaw.KEEPS_WHAT_IT_READ_FIRST);
    if (reachable || !madeUp) {
      requireOurs(target.ref());
    }
    if (has(SharedFlaw.EACH_ASK_IS_ANSWERED_WITH_ANOTHER)) {
      of(uid).changes++;
    }
    return has(SharedFlaw.KEEPS_WHAT_IT_READ_FIRST)
        ? readFirst.computeIfAbsent(uid, this::secret)
        : secret(uid);
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Credentials all = shared(grant);
    Map<String, String> connection = new HashMap<>();
    connection.put("username", all.username());
    connection.put(TYPE, "hostile");
    connection.put(REACHABLE_FROM, "the test");
    if (!has(SharedFlaw.THE_CONNECTION_HAS_NO_PASSWORD)) {
      connection.put("password", all.password());
    }
    return connection;
  }

  // What the harness does behind the plugin's back.

  synchronized void change(String uid) {
    of(uid).changes++;
  }

  synchronized void drop(String uid) {
    databases.remove(uid);
  }

  synchronized Optional<Application> signIn(String uid, Map<String, String> connection) {
    if (!secret(uid).password().equals(connection.get("password"))) {
      return Optional.empty();
    }
    Session session = new Session(of(uid));
    of(uid).sessions.add(session);
    return Optional.of(session);
  }

  /** An application that is signed in. */
  private final class Session implements Application {

    private final Database database;

    private Session(Database database) {
      this.database = database;
    }

    @Override
    public boolean works() {
      synchronized (FlawedShared.this) {
        return database.sessions.contains(this);
      }
    }

    @Override
    public boolean makes(String name) {
      synchronized (FlawedShared.this) {
        return works() && database.made.add(name);
      }
    }

    @Override
    public boolean changes(String name) {
      return reads(name);
    }

    @Override
    public boolean reads(String name) {
      synchronized (FlawedShared.this) {
        return works() && database.made.contains(name);
      }
    }

    @Override
    public void close() {
      synchronized (FlawedShared.this) {
        database.sessions.remove(this);
      }
    }
  }
}
