package dev.automat.provisioner.local.queue;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A failure of the queue server in the SPI's terms. */
final class SqsFailure {

  private static final ErrorCode GONE = ErrorCode.ofOneResource("gone");

  private SqsFailure() {}

  /**
   * @param doing what was tried, such as {@code making queue orders-x}
   */
  static ProvisionerException of(String doing, SdkException failure) {
    Optional<String> requestId =
        failure instanceof SqsException sqs
            ? Optional.ofNullable(sqs.requestId())
            : Optional.empty();
    return new ProvisionerException(
        code(failure),
        doing + ": " + failure.getMessage(),
        nextStep(code(failure)),
        requestId,
        Optional.empty(),
        failure);
  }

  /** The client was closed under a call, as happens when the process stops. */
  static ProvisionerException stopped(String doing, RejectedExecutionException failure) {
    return new ProvisionerException(
        ErrorCode.UNREACHABLE,
        doing + ": the queue server was stopped meanwhile",
        nextStep(ErrorCode.UNREACHABLE),
        failure);
  }

  private static ErrorCode code(SdkException failure) {
    if (isMissing(failure)) {
      return GONE;
    }
    if (!(failure instanceof SqsException sqs)) {
      return ErrorCode.UNREACHABLE;
    }
    if (sqs.isThrottlingException()) {
      return ErrorCode.THROTTLED;
    }
    return switch (sqs.statusCode()) {
      case 400 -> ErrorCode.INVALID_SETTINGS;
      case 401, 403 -> ErrorCode.DENIED;
      default -> sqs.statusCode() >= 500 ? ErrorCode.UNREACHABLE : ErrorCode.INTERNAL;
    };
  }

  /** By class or by code: servers that speak SQS differ in which of the two they get right. */
  static boolean isMissing(SdkException failure) {
    return failure instanceof QueueDoesNotExistException
        || (failure instanceof SqsException sqs
            && sqs.awsErrorDetails() != null
            && String.valueOf(sqs.awsErrorDetails().errorCode()).contains("NonExistentQueue"));
  }

  private static String nextStep(ErrorCode code) {
    return switch (code.type()) {
      case USER -> "change the setting that the queue server refused";
      case QUOTA -> "delete queues that nobody needs";
      case THROTTLED, EXTERNAL -> "nothing; it is tried again";
      case INTERNAL -> "report this";
    };
  }
}
