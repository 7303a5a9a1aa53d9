package dev.automat.testkit;

import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What a plugin's author supplies to {@link ProvisionerConformance}: the plugin, samples, and a way
 * to reach the cloud behind the plugin's back. Whatever is done here must not go through the
 * plugin, or the kit would ask the plugin about itself.
 *
 * <p>One harness serves all checks of a test class, one after the other; each check uses uids of
 * its own.
 */
public interface ConformanceHarness extends AutoCloseable {

  /** The plugin under test: the same at every call. */
  ProvisionerPlugin plugin();

  /** What the plugin is opened with. */
  PluginContext context();

  /** Where the kit makes resources of the type; its installation is that of {@link #context()}. */
  Scope scope(String type);

  /** Settings of the smallest resource of the type, valid against its schema. */
  Map<String, Object> sampleSettings(String type);

  /**
   * For each setting of the type that can change without a replacement: a value other than the
   * sample's, and larger where the setting can only grow.
   */
  Map<String, Object> changedSettings(String type);

  /** Changes one setting in the cloud, as a person at its console would. */
  void drift(ResourceRef ref, String key, Object value);

  /** Replaces the tags in the cloud: what is not given is removed. */
  void retag(ResourceRef ref, Map<String, String> tags);

  /**
   * Puts up an object that stands in the way of what is desired, with exactly these tags.
   *
   * @return the ref by which the plugin meets it: with the same name, or with the object's cloud id
   *     where the cloud does not mind two of the same name
   */
  ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags);

  /**
   * Everything that a write could change about what has the ref's name or cloud id, as text: the
   * kit compares it before and after.
   */
  String fingerprint(ResourceRef ref);

  /**
   * The same without the times of changes: what was changed and changed back is equal to what was
   * before.
   */
  default String likeness(ResourceRef ref) {
    return fingerprint(ref);
  }

  /**
   * All objects that stand in the cloud for the uid, children and side objects such as roles,
   * policies or files too, whatever the plugin says of them; snapshots are not meant. One line
   * each, empty if there is nothing.
   */
  List<String> leftovers(String uid);

  /**
   * Why this harness can not sign in as an application. The checks of bindings are then reported as
   * skipped, with these words, so they must say where bindings are tested instead.
   */
  default Optional<String> unableToSignIn() {
    return Optional.empty();
  }

  /**
   * Signs in as an application does, with what the connection says. Needed for types with bindings.
   *
   * @return empty if it is not let in
   */
  default Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    throw new UnsupportedOperationException("a harness of a type with bindings signs in");
  }

  /** Somebody whom the cloud knows. Needed for types that give grants to principals. */
  default String principal(GrantId grant) {
    throw new UnsupportedOperationException("a harness of a type with grants names principals");
  }

  /**
   * Changes the one secret of the resource, as a person at the cloud's console does. Needed for
   * types with {@link dev.automat.spi.BindingOffer.HolderKind#SHARED}.
   */
  default void changeSharedSecret(ResourceRef ref) {
    throw new UnsupportedOperationException("a harness of a type with one secret changes it");
  }

  /**
   * Puts up a user that has the name of the grant and these tags.
   *
   * @return false if in this cloud nobody else can have such a thing
   */
  default boolean plantForeignGrant(ResourceRef ref, Grant grant, Map<String, String> tags) {
    return false;
  }

  /**
   * Whether {@link #session} opens sessions with the resource's own credentials. A type with {@link
   * dev.automat.spi.Quarantinable} or {@link dev.automat.spi.Recoverable} that binds nobody needs
   * them, or nobody could tell who is let in.
   */
  default boolean opensSessions(String type) {
    return false;
  }

  /**
   * Opens a session as one does who was given the resource's own credentials.
   *
   * @param connection what the type's connection says
   * @return empty if it is not let in
   */
  default Optional<Application> session(ResourceRef ref, Map<String, String> connection) {
    throw new UnsupportedOperationException("a harness that opens sessions opens this one");
  }

  /**
   * Lets those in again whom a quarantine shut out, as a person at the cloud's console would who
   * does not know of it.
   *
   * @return false if nobody can do that by halves in this cloud
   */
  default boolean reopen(ResourceRef ref) {
    return false;
  }

  /**
   * All snapshots that carry the uid, whatever the plugin says of them. One line each, with all
   * that a write could change. Needed for types with {@link dev.automat.spi.Recoverable}.
   */
  default List<String> snapshots(String uid) {
    throw new UnsupportedOperationException("a harness of a type with snapshots finds them");
  }

  /**
   * Puts up a snapshot of that name with exactly these tags.
   *
   * @param like says which type's snapshot, and where
   * @return its id; empty if in this cloud nobody else can have such a thing
   */
  default Optional<String> plantForeignSnapshot(
      ResourceRef like, String name, Map<String, String> tags) {
    return Optional.empty();
  }

  /** Begins the disruption, for all calls from now on until {@link #restore()}. */
  void disrupt(Disruption disruption);

  /**
   * Why this harness can not do that. The check is then reported as skipped, with these words, so
   * they must convince a reader that the plugin was tested otherwise, or can not be.
   */
  default Optional<String> unable(Disruption disruption) {
    return Optional.empty();
  }

  /** Ends every disruption and removes what was planted. Called after each check. */
  void restore();

  /**
   * What the plugin and its libraries logged since the start elsewhere than to standard output,
   * standard error or {@code java.util.logging}, all of which the kit sees itself.
   */
  default List<String> logged() {
    return List.of();
  }

  /** How many resources make a list of two pages or more, where that is cheap; at least 3. */
  default int crowd() {
    return 3;
  }

  /** How long something may take to come about, by the clock of {@link #context()}. */
  default Duration patience() {
    return Duration.ofMinutes(1);
  }

  /** Waits, or moves a simulated clock. */
  default void letTimePass(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }

  @Override
  default void close() {}
}
