package dev.automat.engine;

import dev.automat.plugin.LoadedPlugin;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * The boundary between the engine and a plugin's operations. What is called runs on the plugin's
 * own threads, if it has any; what is thrown becomes a {@link ProvisionerException}; what is
 * answered is copied, so that nothing but plain values comes in.
 */
final class GuardedType implements ResourceType {

  private final LoadedPlugin plugin;
  private final String who;
  private final ResourceType type;

  GuardedType(LoadedPlugin plugin, ResourceType type) {
    this.plugin = plugin;
    this.who = "the plugin " + plugin.name();
    this.type = type;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return switch (call("observe", () -> type.observe(ref))) {
      case Present present -> plain("observe", present);
      case Observation.Absent absent -> absent;
      case Observation.Foreign foreign -> whole("observe", foreign, foreign.message());
    };
  }

  @Override
  public Outcome create(Desired desired) {
    return plain("create", call("create", () -> type.create(desired)));
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return plain("update", call("update", () -> type.update(desired, observed)));
  }

  @Override
  public void delete(ResourceRef ref) {
    call(
        "delete",
        () -> {
          type.delete(ref);
          return true;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    ListPage page = call("list", () -> type.list(scope, pageToken));
    whole("list", page, page.next());
    page.items()
        .forEach(item -> whole("list", item, item.externalName(), item.uid(), item.observed()));
    return new ListPage(
        page.items().stream()
            .map(
                item ->
                    new ListPage.Listed(
                        item.externalName(), item.uid(), plain("list", item.observed())))
            .toList(),
        page.next());
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return call("equivalent", () -> type.equivalent(key, want, got));
  }

  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    return new PlainValues(who + " answered connection with ")
        .texts("connection", call("connection", () -> type.connection(outputs, credentials)));
  }

  @Override
  public Optional<Bindable> bindable() {
    return call("bindable", type::bindable).map(Bound::new);
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return call("quarantinable", type::quarantinable).map(Quarantined::new);
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return call("recoverable", type::recoverable).map(Recovered::new);
  }

  /** The same boundary around a capability. */
  private final class Quarantined implements Quarantinable {

    private final Quarantinable quarantinable;

    private Quarantined(Quarantinable quarantinable) {
      this.quarantinable = quarantinable;
    }

    @Override
    public Optional<String> quarantine(BindingTarget target) {
      return call("quarantine", () -> quarantinable.quarantine(target));
    }

    @Override
    public Optional<String> release(BindingTarget target) {
      return call("release", () -> quarantinable.release(target));
    }
  }

  /** The same boundary around a capability. */
  private final class Recovered implements Recoverable {

    private final Recoverable recoverable;

    private Recovered(Recoverable recoverable) {
      this.recoverable = recoverable;
    }

    @Override
    public Copy snapshot(ResourceRef ref, String name) {
      Copy copy = call("snapshot", () -> recoverable.snapshot(ref, name));
      return switch (copy) {
        case Copy.Taken taken -> whole("snapshot", taken, taken.snapshotId());
        case Copy.Working working ->
            whole("snapshot", working, working.step(), working.pollAfter());
        case Copy.Nothing nothing -> whole("snapshot", nothing, nothing.why());
      };
    }

    @Override
    public Outcome restore(Desired desired, String snapshotId) {
      return plain("restore", call("restore", () -> recoverable.restore(desired, snapshotId)));
    }

    @Override
    public void leaveNothing(ResourceRef ref) {
      call(
          "leaveNothing",
          () -> {
            recoverable.leaveNothing(ref);
            return true;
          });
    }

    @Override
    public boolean snapshotExists(Scope scope, String snapshotId) {
      return call("snapshotExists", () -> recoverable.snapshotExists(scope, snapshotId));
    }

    @Override
    public void discard(Scope scope, String snapshotId) {
      call(
          "discard",
          () -> {
            recoverable.discard(scope, snapshotId);
            return true;
          });
    }
  }

  /** The same boundary around a capability. */
  private final class Bound implements Bindable {

    private final Bindable bindable;

    private Bound(Bindable bindable) {
      this.bindable = bindable;
    }

    @Override
    public Set<GrantId> grants(BindingTarget target) {
      return all("grants", call("grants", () -> bindable.grants(target)));
    }

    @Override
    public Set<GrantId> incomplete(BindingTarget target, Set<GrantId> standing) {
      return all("incomplete", call("incomplete", () -> bindable.incomplete(target, standing)));
    }

    private Set<GrantId> all(String operation, Set<GrantId> grants) {
      grants.forEach(grant -> whole(operation, grant, grant, grant.binding()));
      return Set.copyOf(grants);
    }

    @Override
    public void bind(BindingTarget target, Grant grant) {
      call(
          "bind",
          () -> {
            bindable.bind(target, grant);
            return true;
          });
    }

    @Override
    public void unbind(BindingTarget target, GrantId grant) {
      call(
          "unbind",
          () -> {
            bindable.unbind(target, grant);
            return true;
          });
    }

    @Override
    public Credentials sharedSecret(BindingTarget target) {
      Credentials secret = call("sharedSecret", () -> bindable.sharedSecret(target));
      return whole("sharedSecret", secret, secret.username(), secret.password());
    }

    @Override
    public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
      return new PlainValues(who + " answered connection with ")
          .texts("connection", call("connection", () -> bindable.connection(outputs, grant)));
    }
  }

  private Outcome plain(String operation, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Finished finished -> new Outcome.Finished(plain(operation, finished.observed()));
      case Outcome.Working working ->
          whole(operation, working, working.cloudId(), working.step(), working.pollAfter());
    };
  }

  private Present plain(String operation, Present present) {
    whole(operation, present, present.cloudId(), present.state(), present.message());
    present
        .parts()
        .forEach(part -> whole(operation, part, part.role(), part.cloudId(), part.link()));
    PlainValues values = new PlainValues(who + " answered " + operation + " with ");
    return new Present(
        present.cloudId(),
        present.state(),
        present.message(),
        values.values("settings", present.settings()),
        values.texts("tags", present.tags()),
        values.values("outputs", present.outputs()),
        present.parts());
  }

  private <T> T call(String operation, Callable<T> call) {
    try {
      T answer = plugin.isIsolated() ? plugin.threads().call(operation, call) : call.call();
      return whole(operation, answer, answer);
    } catch (ExecutionException e) {
      throw CloudCalls.asProvisionerException(who, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      // CloudCalls cut it off, and says so itself.
      Thread.currentThread().interrupt();
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE, who + " was interrupted in " + operation, "it is tried again", e);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      throw CloudCalls.asProvisionerException(who, e);
    }
  }

  /** The annotations of the SPI bind only those who compile with a check for null. */
  private <T> T whole(String operation, T answer, Object... parts) {
    for (Object part : parts) {
      if (part == null) {
        throw new ProvisionerException(
            ErrorCode.INTERNAL,
            who + " answered " + operation + " with null",
            "tell the plugin's authors");
      }
    }
    return answer;
  }
}
