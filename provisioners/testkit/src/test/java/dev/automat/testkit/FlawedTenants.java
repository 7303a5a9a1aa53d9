package dev.automat.testkit;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who uses databases, and who is shut out of them, in memory: sound but for one flaw. What they
 * keep is the database's, whoever of them made it.
 */
final class FlawedTenants {

  private final LifeFlaw flaw;
  private final Set<String> shut = new HashSet<>();
  private final Set<String> halfOpen = new HashSet<>();
  private final Set<String> traces = new HashSet<>();
  private final Map<String, String> passwords = new HashMap<>();
  private final Map<String, TreeSet<String>> data = new HashMap<>();
  private final Map<String, FlawedSnapshots.Snapshot> snapshots = new HashMap<>();
  private final List<Session> sessions = new ArrayList<>();
  private boolean reachable = true;

  FlawedTenants(LifeFlaw flaw) {
    this.flaw = flaw;
  }

  boolean has(LifeFlaw one) {
    return flaw == one;
  }

  void reachable(boolean now) {
    reachable = now;
  }

  void requireReachable() {
    if (!reachable) {
      throw BrokenType.refusal(ErrorCode.UNREACHABLE, "the database does not answer");
    }
  }

  Map<String, FlawedSnapshots.Snapshot> snapshots() {
    return snapshots;
  }

  Set<String> data(String uid) {
    return data.computeIfAbsent(uid, made -> new TreeSet<>());
  }

  void moveIn(String uid, String password) {
    passwords.put(uid, password);
  }

  String password(String uid) {
    return passwords.getOrDefault(uid, "");
  }

  void shut(String uid) {
    shut.add(uid);
  }

  boolean isShut(String uid) {
    return shut.contains(uid);
  }

  void open(String uid) {
    shut.remove(uid);
  }

  /** As a person at the console who lets them in again, and leaves the quarantine standing. */
  void halfOpen(String uid) {
    halfOpen.add(uid);
  }

  String trace(String uid) {
    return traces.contains(uid) ? "was in quarantine" : "";
  }

  private boolean keepsOut(String uid, boolean granted) {
    boolean spared =
        has(granted ? LifeFlaw.GRANTS_STILL_WORK : LifeFlaw.ITS_OWN_CREDENTIALS_STILL_WORK);
    return shut.contains(uid) && !halfOpen.contains(uid) && !spared;
  }

  /** Signs in with the database's own password. */
  Optional<Application> signIn(String uid, String password) {
    return password.equals(passwords.get(uid)) ? admitted(uid, Optional.empty()) : Optional.empty();
  }

  /** Signs in as whom the users of the database let in. */
  Optional<Application> admitted(String uid, Optional<Application> user) {
    if (keepsOut(uid, user.isPresent())) {
      user.ifPresent(Application::close);
      return Optional.empty();
    }
    Session session = new Session(uid, user);
    sessions.add(session);
    return Optional.of(session);
  }

  /** The capability, for a type that is sound without it. */
  Quarantinable quarantine(ResourceType sound, FlawedUsers users) {
    return new Quarantine(sound, users);
  }

  private final class Quarantine implements Quarantinable {

    private final ResourceType sound;
    private final FlawedUsers users;

    private Quarantine(ResourceType sound, FlawedUsers users) {
      this.sound = sound;
      this.users = users;
    }

    private void requireOurs(BindingTarget target) {
      if (sound.observe(target.ref()) instanceof Observation.Foreign foreign
          && !has(LifeFlaw.QUARANTINES_WHAT_IS_NOT_OURS)) {
        throw BrokenType.refusal(ErrorCode.FOREIGN, foreign.message());
      }
    }

    @Override
    public Optional<String> quarantine(BindingTarget target) {
      if (!reachable && has(LifeFlaw.WHAT_IS_NOT_REACHED_IS_IN_QUARANTINE)) {
        return Optional.empty();
      }
      requireOurs(target);
      String uid = target.ref().uid();
      boolean repeat = !shut.add(uid);
      if (repeat && has(LifeFlaw.A_SECOND_QUARANTINE_FAILS)) {
        throw BrokenType.refusal(ErrorCode.INVALID_SETTINGS, "it is in quarantine");
      }
      if (repeat && has(LifeFlaw.A_REPEAT_CUTS_NOTHING)) {
        return Optional.empty();
      }
      halfOpen.remove(uid);
      if (!has(LifeFlaw.SESSIONS_OUTLIVE_THE_QUARANTINE)) {
        sessions.removeIf(session -> session.uid.equals(uid));
      }
      if (has(LifeFlaw.A_QUARANTINE_LOSES_THE_DATA)) {
        data(uid).clear();
      }
      if (has(LifeFlaw.A_QUARANTINE_DROPS_THE_GRANTS)) {
        users.dropAll(uid);
      }
      return Optional.empty();
    }

    @Override
    public Optional<String> release(BindingTarget target) {
      requireOurs(target);
      String uid = target.ref().uid();
      if (has(LifeFlaw.A_RELEASE_LETS_NOBODY_IN)) {
        return Optional.empty();
      }
      if (shut.remove(uid) && has(LifeFlaw.A_RELEASE_LEAVES_A_TRACE)) {
        traces.add(uid);
      }
      return Optional.empty();
    }
  }

  /** A session in a database; a user's own may end before it. */
  private final class Session implements Application {

    private final String uid;
    private final Optional<Application> user;

    private Session(String uid, Optional<Application> user) {
      this.uid = uid;
      this.user = user;
    }

    @Override
    public boolean works() {
      return sessions.contains(this) && user.map(Application::works).orElse(true);
    }

    @Override
    public boolean makes(String name) {
      return works() && user.map(own -> own.makes(name)).orElse(true) && data(uid).add(name);
    }

    @Override
    public boolean changes(String name) {
      return reads(name);
    }

    @Override
    public boolean reads(String name) {
      return works() && data(uid).contains(name);
    }

    @Override
    public void close() {
      sessions.remove(this);
      user.ifPresent(Application::close);
    }
  }
}
