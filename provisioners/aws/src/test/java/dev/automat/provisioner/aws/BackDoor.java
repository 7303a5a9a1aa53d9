package dev.automat.provisioner.aws;

import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.ResourceRef;
import dev.automat.testkit.Application;
import dev.automat.testkit.ConformanceHarness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the conformance kit reaches one resource type behind the plugin's back: what {@link
 * ConformanceHarness} asks for, for this type alone. It calls AWS with {@link TestAccount#place()},
 * past every disruption.
 */
public interface BackDoor {

  /** The resource type, such as {@code aws/sqs}. */
  String type();

  /**
   * Settings of the schema that can not be part of this sample, such as those of FIFO queues where
   * the sample is a standard one. The kit is shown the type without them; another back door of the
   * same type must have them.
   */
  default Set<String> without() {
    return Set.of();
  }

  /** As {@link ConformanceHarness#sampleSettings}. */
  Map<String, Object> sampleSettings();

  /** As {@link ConformanceHarness#changedSettings}. */
  Map<String, Object> changedSettings();

  /** As {@link ConformanceHarness#drift}. */
  void drift(ResourceRef ref, String key, Object value);

  /** As {@link ConformanceHarness#retag}. */
  void retag(ResourceRef ref, Map<String, String> tags);

  /** As {@link ConformanceHarness#plantForeign}; {@link #uproot} takes it away again. */
  ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags);

  /** Removes what was planted. */
  void uproot();

  /** As {@link ConformanceHarness#unableToSignIn}. */
  default Optional<String> unableToSignIn() {
    return Optional.empty();
  }

  /** As {@link ConformanceHarness#signIn}. */
  default Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    throw new UnsupportedOperationException(type() + " binds no applications");
  }

  /** As {@link ConformanceHarness#plantForeignGrant}; {@link #uproot} takes it away again. */
  default boolean plantForeignGrant(ResourceRef ref, Grant grant, Map<String, String> tags) {
    return false;
  }

  /** As {@link ConformanceHarness#reopen}. */
  default boolean reopen(ResourceRef ref) {
    return false;
  }

  /** As {@link ConformanceHarness#snapshots}. */
  default List<String> snapshots(String uid) {
    throw new UnsupportedOperationException(type() + " keeps no snapshots");
  }

  /** As {@link ConformanceHarness#plantForeignSnapshot}; {@link #uproot} takes it away again. */
  default Optional<String> plantForeignSnapshot(
      ResourceRef like, String name, Map<String, String> tags) {
    return Optional.empty();
  }

  /** As {@link ConformanceHarness#fingerprint}. */
  String fingerprint(ResourceRef ref);

  /** As {@link ConformanceHarness#likeness}. */
  default String likeness(ResourceRef ref) {
    return fingerprint(ref);
  }

  /** As {@link ConformanceHarness#leftovers}. */
  List<String> leftovers(String uid);

  /** As {@link ConformanceHarness#crowd}: more than the list shows on one page, where cheap. */
  default int crowd() {
    return 3;
  }
}
