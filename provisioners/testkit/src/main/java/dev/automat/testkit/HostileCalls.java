package dev.automat.testkit;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.CloudFailure.Reason;
import dev.automat.testkit.HostileCloud.Place;
import dev.automat.testkit.HostileCloud.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs the operations of one type: leaves evidence, and says the cloud's failures in SPI words. */
final class HostileCalls {

  private static final ErrorCode BUSY = ErrorCode.ofOneResource("busy");
  private static final ErrorCode GONE = ErrorCode.ofOneResource("gone");

  private final HostileCloud cloud;
  private final String type;

  HostileCalls(HostileCloud cloud, String type) {
    this.cloud = cloud;
    this.type = type;
  }

  <T> T run(Operation operation, ResourceRef ref, Supplier<T> work) {
    return run(operation, ref.scope().account(), ref.uid(), work);
  }

  <T> T run(Operation operation, String account, String uid, Supplier<T> work) {
    Instant began = cloud.clock().instant();
    boolean overlapped = cloud.evidence().enter(operation, type, uid, began);
    String result = "defect";
    try {
      T done = work.get();
      result = "ok";
      return done;
    } catch (CloudFailure failure) {
      ProvisionerException translated = translate(failure);
      result = translated.code().name();
      throw translated;
    } catch (ProvisionerException refused) {
      result = refused.code().name();
      throw refused;
    } finally {
      cloud
          .evidence()
          .exit(new Evidence.Call(began, operation, type, account, uid, result, overlapped));
    }
  }

  static Place place(Scope scope) {
    return new Place(scope.account(), scope.region());
  }

  /** Whether the tags say that it is another's. Both types find by a name that holds the uid. */
  static boolean foreign(ResourceRef ref, Shown shown) {
    return OwnershipTags.ownerOf(shown.tags(), ref) == Owner.FOREIGN;
  }

  static String owner(Shown shown) {
    return shown.name()
        + " belongs to "
        + shown.tags().getOrDefault(OwnershipTags.UID, "nobody known")
        + " of "
        + shown.tags().getOrDefault(OwnershipTags.INSTALLATION, "no installation");
  }

  void delete(ResourceRef ref, String id) {
    try {
      cloud.delete(place(ref.scope()), id, ref.uid());
    } catch (CloudFailure failure) {
      if (failure.reason() != Reason.NOT_FOUND) {
        throw failure;
      }
    }
  }

  ListPage list(
      Kind kind, Scope scope, Optional<String> pageToken, Function<Shown, Present> observed) {
    return run(
        Operation.LIST,
        scope.account(),
        scope.account(),
        () -> {
          HostileCloud.Page page =
              cloud.list(
                  place(scope), kind, OwnershipTags.INSTALLATION, scope.installation(), pageToken);
          return new ListPage(
              page.items().stream()
                  .map(
                      shown ->
                          new ListPage.Listed(
                              shown.name(),
                              Optional.ofNullable(shown.tags().get(OwnershipTags.UID)),
                              observed.apply(shown)))
                  .toList(),
              page.next());
        });
  }

  static ProvisionerException gone(String what) {
    return new ProvisionerException(GONE, what + " is not there", "it is observed again");
  }

  static ProvisionerException foreign(Shown shown) {
    return new ProvisionerException(
        ErrorCode.FOREIGN,
        owner(shown),
        "rename or remove the other object, or ask under another name");
  }

  static ProvisionerException refused(String message, String nextStep) {
    return new ProvisionerException(ErrorCode.INVALID_SETTINGS, message, nextStep);
  }

  static ProvisionerException busy(String message) {
    return new ProvisionerException(BUSY, message, "it is tried again");
  }

  private static ProvisionerException translate(CloudFailure failure) {
    return switch (failure.reason()) {
      case UNREACHABLE, NO_ANSWER, INTERRUPTED ->
          new ProvisionerException(
              ErrorCode.UNREACHABLE, failure.words(), "it is tried again", failure);
      case THROTTLED ->
          new ProvisionerException(
              ErrorCode.THROTTLED,
              failure.words(),
              "it is tried again, more slowly",
              Optional.of("req-1"),
              Optional.of(Duration.ofSeconds(2)),
              failure);
      case BUSY -> new ProvisionerException(BUSY, failure.words(), "it is tried again", failure);
      case NOT_FOUND ->
          new ProvisionerException(GONE, failure.words(), "it is observed again", failure);
      case CONFLICT ->
          new ProvisionerException(
              ErrorCode.FOREIGN, failure.words(), "ask under another name", failure);
      case INVALID ->
          new ProvisionerException(
              ErrorCode.INVALID_SETTINGS, failure.words(), "change the request", failure);
    };
  }
}
