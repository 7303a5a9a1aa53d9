package dev.automat.spi;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The operations on one type of resource. Each call blocks, ends before {@link #CALL_DEADLINE} (the
 * engine interrupts the thread then: let {@link InterruptedException} end the call), may be
 * repeated at any time with the same arguments, and throws nothing but {@link
 * ProvisionerException}.
 */
public interface ResourceType {

  /**
   * The longest that one call may last. What takes longer is answered with {@link Outcome.Working}
   * and observed later.
   */
  Duration CALL_DEADLINE = Duration.ofSeconds(60);

  /**
   * What the cloud says now about one resource.
   *
   * @return {@link Observation.Absent} only when the cloud said that it is not there: whatever
   *     could not be asked is an exception
   */
  Observation observe(ResourceRef ref);

  /**
   * Makes the resource with all its children, or goes on making it. What exists and is ours is
   * success and is left as it is; what exists and is not ours fails with {@link ErrorCode#FOREIGN}.
   */
  Outcome create(Desired desired);

  /**
   * Brings settings and tags to what is desired; repairs missing tags. Keys that are not in {@code
   * desired.settings()} are left alone. Verifies ownership again before it writes.
   *
   * @param observed what {@link #observe} returned just before
   */
  Outcome update(Desired desired, Observation.Present observed);

  /**
   * Deletes the resource with all its children, or sets that going; the engine observes to see it
   * gone. What is gone already is success. Verifies ownership again before it writes.
   */
  void delete(ResourceRef ref);

  /**
   * One page of all objects in the scope that carry our installation, at the depth that {@link
   * TypeDescriptor#listDepth()} declares.
   *
   * @param pageToken {@link ListPage#next()} of the page before; empty for the first
   */
  ListPage list(Scope scope, Optional<String> pageToken);

  /**
   * Whether a setting that the cloud shows as {@code got} is what was asked for as {@code want},
   * for clouds that normalise (case, order, units, a minor version added to a major one).
   */
  default boolean equivalent(String key, Object want, Object got) {
    return Objects.equals(want, got);
  }

  /**
   * What an application connects with: the outputs, completed by the credentials. Pure; no call to
   * the cloud.
   *
   * @return values by the connection keys that the kind declares, such as {@code host} or {@code
   *     uri}
   */
  default Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    credentials.ifPresent(
        secret -> {
          connection.put("username", secret.username());
          connection.put("password", secret.password());
        });
    return connection;
  }

  /**
   * What binds applications to resources of the type: the type itself, if it is {@link Bindable}. A
   * type that wraps another passes on what that one answers.
   */
  default Optional<Bindable> bindable() {
    return this instanceof Bindable bindable ? Optional.of(bindable) : Optional.empty();
  }

  /** What puts resources of the type out of reach: as {@link #bindable}. */
  default Optional<Quarantinable> quarantinable() {
    return this instanceof Quarantinable quarantinable
        ? Optional.of(quarantinable)
        : Optional.empty();
  }

  /** What keeps a copy of what goes: as {@link #bindable}. */
  default Optional<Recoverable> recoverable() {
    return this instanceof Recoverable recoverable ? Optional.of(recoverable) : Optional.empty();
  }
}
