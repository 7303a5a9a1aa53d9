package dev.automat.provisioner.aws.call;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Failures of AWS in the words of the SPI. */
public final class AwsFailures {

  /** How long a client waits that is asked to slow down and not told for how long. */
  private static final Duration SLOW_DOWN = Duration.ofSeconds(2);

  /** SQS keeps the name of a deleted queue that long: CreateQueue, QueueDeletedRecently. */
  private static final Duration NAME_KEPT = Duration.ofSeconds(60);

  private AwsFailures() {}

  /**
   * Runs calls to AWS.
   *
   * @param doing what is being done, such as {@code making queue orders-x}: begins the message
   * @throws ProvisionerException for whatever the calls throw of the SDK
   */
  public static <T> T translating(String doing, Supplier<T> calls) {
    try {
      return calls.get();
    } catch (SdkException failure) {
      throw of(doing, failure);
    }
  }

  /** Whether AWS said that what was named is not there. By code: emulators differ in classes. */
  public static boolean isMissing(SdkException failure) {
    return failure instanceof AwsServiceException service && error(service) == AwsError.GONE;
  }

  /** Whether AWS said that the name is taken. */
  public static boolean isTaken(SdkException failure) {
    return failure instanceof AwsServiceException service && error(service) == AwsError.EXISTS;
  }

  /** Whether AWS said that it is at work on what was named, and takes no such call meanwhile. */
  public static boolean isBusy(SdkException failure) {
    return failure instanceof AwsServiceException service && error(service) == AwsError.BUSY;
  }

  static ProvisionerException of(String doing, SdkException failure) {
    return failure instanceof AwsServiceException service
        ? refused(doing, service)
        : unanswered(doing, failure);
  }

  private static ProvisionerException refused(String doing, AwsServiceException failure) {
    AwsError error = error(failure);
    return new ProvisionerException(
        error.code(),
        "%s: %s (%s)".formatted(doing, words(failure), codeOf(failure)),
        error.nextStep(),
        Optional.ofNullable(failure.requestId()),
        retryAfter(error, failure),
        failure);
  }

  private static Optional<Duration> retryAfter(AwsError error, AwsServiceException failure) {
    return switch (error) {
      case THROTTLED -> Optional.of(asked(failure).orElse(SLOW_DOWN));
      case RECENTLY_DELETED -> Optional.of(NAME_KEPT);
      case QUOTA,
          NO_CAPACITY,
          BUSY,
          KEY_UNUSABLE,
          SIGNED_OUT,
          DENIED,
          EXISTS,
          GONE,
          REFUSED,
          UNREACHABLE ->
          asked(failure);
    };
  }

  /** The Retry-After of the answer, in seconds (RFC 9110, 10.2.3). */
  private static Optional<Duration> asked(AwsServiceException failure) {
    return Optional.ofNullable(failure.awsErrorDetails())
        .map(details -> details.sdkHttpResponse())
        .filter(Objects::nonNull)
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private static AwsError error(AwsServiceException failure) {
    String code = codeOf(failure);
    return Arrays.stream(AwsError.values())
        .filter(error -> error.has(code))
        .findFirst()
        .orElseGet(() -> byStatus(failure));
  }

  private static AwsError byStatus(AwsServiceException failure) {
    return switch (failure.statusCode()) {
      case 401, 403 -> AwsError.DENIED;
      case 404 -> AwsError.GONE;
      case 429 -> AwsError.THROTTLED;
      default -> failure.statusCode() >= 500 ? AwsError.UNREACHABLE : AwsError.REFUSED;
    };
  }

  /** Without a namespace before {@code #}, which the JSON protocols may put there. */
  private static String codeOf(AwsServiceException failure) {
    String code =
        Optional.ofNullable(failure.awsErrorDetails())
            .map(details -> details.errorCode())
            .orElse("HTTP " + failure.statusCode());
    return code.substring(code.indexOf('#') + 1);
  }

  private static String words(AwsServiceException failure) {
    return Optional.ofNullable(failure.awsErrorDetails())
        .map(details -> details.errorMessage())
        .orElseGet(() -> "AWS gave no message");
  }

  private static ProvisionerException unanswered(String doing, SdkException failure) {
    if (isWithoutCredentials(failure)) {
      return new ProvisionerException(
          AwsError.SIGNED_OUT.code(),
          doing + ": no AWS credentials were found",
          "give Automat credentials where the SDK's default chain looks: environment, profile,"
              + " container or instance role",
          failure);
    }
    String what = failure instanceof AbortedException ? "cut off" : "no answer from AWS";
    return new ProvisionerException(
        ErrorCode.UNREACHABLE,
        "%s: %s (%s)".formatted(doing, what, failure.getMessage()),
        "nothing: it is tried again; if it lasts, check the network to AWS and its health"
            + " dashboard",
        failure);
  }

  private static boolean isWithoutCredentials(SdkException failure) {
    return failure instanceof SdkClientException
        && String.valueOf(failure.getMessage()).startsWith("Unable to load credentials");
  }
}
