package dev.automat.testkit.gcp;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/**
 * Refusals in the shape of Google's gRPC services: a {@code google.rpc.Status} with its details in
 * the trailers (AIP-193).
 */
public final class GrpcRefusal {

  private static final String DOMAIN = "googleapis.com";
  private static final int WAIT_SECONDS = 1;

  private GrpcRefusal() {}

  /** A refusal without details, as most of those are that a request brings about. */
  public static StatusRuntimeException of(Code code, String message) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder().setCode(code.getNumber()).setMessage(message).build());
  }

  /**
   * A refusal with its reason.
   *
   * @param reason of {@code google.rpc.ErrorInfo}, such as {@code SERVICE_DISABLED}
   */
  public static StatusRuntimeException of(Code code, String reason, String message) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info(reason)))
            .build());
  }

  static StatusRuntimeException missing(String what) {
    return of(Code.NOT_FOUND, "Resource not found (resource=" + what + ").");
  }

  static StatusRuntimeException exists(String what) {
    return of(
        Code.ALREADY_EXISTS, "Resource already exists in the project (resource=" + what + ").");
  }

  static StatusRuntimeException invalid(String message) {
    return of(Code.INVALID_ARGUMENT, message);
  }

  static StatusRuntimeException throttled() {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.RESOURCE_EXHAUSTED.getNumber())
            .setMessage("Quota exceeded for quota metric 'Administrator operations'.")
            .addDetails(Any.pack(info("RATE_LIMIT_EXCEEDED")))
            .addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(WAIT_SECONDS))
                        .build()))
            .build());
  }

  static StatusRuntimeException broken() {
    return of(
        Code.UNAVAILABLE, "The service was unable to fulfill your request. Please try again.");
  }

  /** What a client says itself when its connection is gone. */
  static StatusRuntimeException cut() {
    return of(Code.UNAVAILABLE, "io exception: Connection reset by peer");
  }

  private static ErrorInfo info(String reason) {
    return ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build();
  }
}
