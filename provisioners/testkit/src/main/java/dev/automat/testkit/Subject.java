package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.function.Executable;

/** One resource type under test, and the steps that checks are made of. */
final class Subject {

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int UID_LENGTH = 20;
  private static final Duration FIRST_STEP = Duration.ofMillis(20);
  private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

  private final TypeDescriptor descriptor;
  private final ResourceType operations;
  private final ConformanceHarness harness;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final List<ResourceRef> made = new CopyOnWriteArrayList<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();

  Subject(TypeDescriptor descriptor, ResourceType operations, ConformanceHarness harness) {
    this.descriptor = descriptor;
    this.operations = operations;
    this.harness = harness;
  }

  /** The type's name: what JUnit shows beside the check. */
  @Override
  public String toString() {
    return descriptor.type();
  }

  TypeDescriptor descriptor() {
    return descriptor;
  }

  ResourceType operations() {
    return operations;
  }

  /** A resource that never was: another uid at every call, sample settings, identity tags. */
  Desired fresh() {
    return fresh("kit");
  }

  Desired fresh(String name) {
    String uid = randomBase32();
    ResourceRef ref =
        new ResourceRef(
            descriptor.type(),
            uid,
            descriptor.naming().externalName(name, uid),
            harness.scope(descriptor.type()),
            Optional.empty());
    made.add(ref);
    Optional<Credentials> credentials =
        descriptor.credentials() == CredentialNeed.USERNAME_PASSWORD
            ? Optional.of(new Credentials("app_" + uid, newPassword()))
            : Optional.empty();
    return new Desired(
        ref,
        harness.sampleSettings(descriptor.type()),
        OwnershipTags.of(ref),
        credentials,
        ref.uid() + "-create-1");
  }

  /** One that is easily found where it must not stand. */
  String newPassword() {
    return "Canary" + randomBase32();
  }

  private String randomBase32() {
    StringBuilder text = new StringBuilder(UID_LENGTH);
    for (int i = 0; i < UID_LENGTH; i++) {
      text.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return text.toString();
  }

  static Desired withSettings(Desired desired, Map<String, Object> settings) {
    return new Desired(
        desired.ref(),
        settings,
        desired.tags(),
        desired.credentials(),
        desired.idempotencyToken() + "-changed");
  }

  static Desired withSetting(Desired desired, String key, Object value) {
    Map<String, Object> settings = new HashMap<>(desired.settings());
    settings.put(key, value);
    return withSettings(desired, settings);
  }

  static Desired withTag(Desired desired, String key, String value) {
    Map<String, String> tags = new HashMap<>(desired.tags());
    tags.put(key, value);
    return new Desired(
        desired.ref(),
        desired.settings(),
        tags,
        desired.credentials(),
        desired.idempotencyToken() + "-tagged");
  }

  static Desired withToken(Desired desired, String token) {
    return new Desired(
        desired.ref(), desired.settings(), desired.tags(), desired.credentials(), token);
  }

  /** The same resource, with the cloud id on record that was observed. */
  static Desired recorded(Desired desired, Present observed) {
    return new Desired(
        recorded(desired.ref(), observed),
        desired.settings(),
        desired.tags(),
        desired.credentials(),
        desired.idempotencyToken());
  }

  static ResourceRef recorded(ResourceRef ref, Present observed) {
    return new ResourceRef(
        ref.type(), ref.uid(), ref.externalName(), ref.scope(), observed.cloudId());
  }

  /** Creates it, waits until it can be used and every reader agrees, and says what stands. */
  Present available(Desired desired) {
    operations.create(desired);
    return awaitAvailable(desired.ref());
  }

  Present awaitAvailable(ResourceRef ref) {
    eventually(
        ref.externalName() + " is available",
        () ->
            operations.observe(ref) instanceof Present present
                && present.state() == State.AVAILABLE);
    settle();
    return present(ref);
  }

  /** As the engine does it: what is there and not going is deleted again. */
  void awaitAbsent(ResourceRef ref) {
    eventually(
        ref.externalName() + " is absent",
        () -> {
          Observation seen = operations.observe(ref);
          if (seen instanceof Present present && present.state() != State.DELETING) {
            operations.delete(ref);
          }
          return seen instanceof Absent;
        });
    settle();
    assertInstanceOf(Absent.class, operations.observe(ref), "it stays absent");
  }

  Present present(ResourceRef ref) {
    Observation observed = operations.observe(ref);
    return assertInstanceOf(Present.class, observed, () -> ref.externalName() + " is present");
  }

  /** Updates to what is desired and waits until nothing is being worked on any more. */
  Present updated(Desired desired) {
    operations.update(desired, present(desired.ref()));
    return awaitAvailable(desired.ref());
  }

  /** Whether every setting that is desired and shown is as desired. */
  boolean shows(ResourceRef ref, String key, Object want) {
    return operations.observe(ref) instanceof Present present && shows(present, key, want);
  }

  boolean shows(Present present, String key, Object want) {
    Object got = present.settings().get(key);
    return got != null && operations.equivalent(key, want, got);
  }

  /** All pages, in the order in which they come. */
  List<ListPage.Listed> listAll() {
    List<ListPage.Listed> all = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      ListPage page = operations.list(harness.scope(descriptor.type()), token);
      all.addAll(page.items());
      assertFalse(
          token.isPresent() && token.equals(page.next()), "a page does not name itself as next");
      token = page.next();
    } while (token.isPresent());
    return all;
  }

  /** Waits for the condition as long as the harness has patience. */
  void eventually(String what, BooleanSupplier condition) {
    Instant limit = harness.context().clock().instant().plus(harness.patience());
    Duration step = FIRST_STEP;
    while (!condition.getAsBoolean()) {
      if (harness.context().clock().instant().isAfter(limit)) {
        fail("within " + harness.patience() + ": " + what);
      }
      harness.letTimePass(step);
      step = step.multipliedBy(2).compareTo(LONGEST_STEP) < 0 ? step.multipliedBy(2) : LONGEST_STEP;
    }
  }

  /** Lets the time pass in which the cloud may show what is not true yet. */
  void settle() {
    if (descriptor.settleTime().isPositive()) {
      harness.letTimePass(descriptor.settleTime());
    }
  }

  /** The call fails as the one exception of the SPI, of that type, and says what to do next. */
  ProvisionerException refused(ErrorType type, String what, Executable call) {
    ProvisionerException refusal = assertThrows(ProvisionerException.class, call, what);
    assertEquals(type, refusal.code().type(), () -> what + ": " + refusal);
    assertFalse(refusal.nextStep().isBlank(), () -> what + " says what to do next");
    return refusal;
  }

  /** Says of a snapshot that a check took it. */
  void took(String snapshotId) {
    taken.add(snapshotId);
  }

  /**
   * Deletes what the check made.
   *
   * @return what could not be deleted, and why
   */
  List<String> cleanUp() {
    List<String> failures = new ArrayList<>();
    for (ResourceRef ref : made) {
      try {
        operations.delete(ref);
      } catch (ProvisionerException failure) {
        failures.add(ref.externalName() + ": " + failure);
      }
    }
    made.clear();
    for (String snapshot : taken) {
      try {
        operations
            .recoverable()
            .ifPresent(kept -> kept.discard(harness.scope(descriptor.type()), snapshot));
      } catch (ProvisionerException failure) {
        failures.add(snapshot + ": " + failure);
      }
    }
    taken.clear();
    return failures;
  }
}
