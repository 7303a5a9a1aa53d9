package dev.automat.provisioner.gcp.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.protobuf.Any;
import com.google.rpc.PreconditionFailure;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpFailuresTest {

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "403, rateLimitExceeded, throttled",
    "429, '', throttled",
    "403, quotaExceeded, quota-exceeded",
    "409, operationInProgress, busy",
    "409, instanceAlreadyExists, foreign",
    "404, instanceDoesNotExist, gone",
    "404, notFound, unreachable",
    "404, '', unreachable",
    "403, notAuthorized, denied",
    "403, accessNotConfigured, denied",
    "401, '', credentials-not-valid",
    "400, invalid, invalid-settings",
    "409, '', busy",
    "500, internalError, unreachable",
    "503, '', unreachable",
  })
  void readsTheReasonBeforeTheStatus(int status, String reason, String code) {
    ProvisionerException failure = translated(json(status, reason));
    assertEquals(code, failure.code().name());
    assertFalse(failure.nextStep().isBlank());
    assertTrue(failure.getMessage().startsWith("making x: in Google's words"), failure::toString);
  }

  @ParameterizedTest(name = "gRPC {0} is {1}")
  @CsvSource({
    "RESOURCE_EXHAUSTED, THROTTLED",
    "NOT_FOUND, EXTERNAL",
    "ALREADY_EXISTS, USER",
    "PERMISSION_DENIED, USER",
    "UNAVAILABLE, EXTERNAL",
    "DEADLINE_EXCEEDED, EXTERNAL",
    "INVALID_ARGUMENT, USER",
    "FAILED_PRECONDITION, EXTERNAL",
  })
  void readsTheCodesOfGrpc(String code, ErrorType type) {
    Status status = Status.fromCode(Status.Code.valueOf(code));
    ApiException failure =
        new ApiException("words", null, GrpcStatusCode.of(status.getCode()), false);
    ProvisionerException translated =
        assertThrows(
            ProvisionerException.class,
            () ->
                GcpFailures.translating(
                    "making x",
                    () -> {
                      throw failure;
                    }));
    assertEquals(type, translated.code().type());
  }

  /** Google calls it a failed precondition, which elsewhere passes by itself. */
  @Test
  void aRuleOfTheOrganisationIsForAPersonToChange() {
    PreconditionFailure broken =
        PreconditionFailure.newBuilder()
            .addViolations(
                PreconditionFailure.Violation.newBuilder()
                    .setType("constraints/gcp.resourceLocations"))
            .build();
    ApiException failure =
        new ApiException(
            new IllegalStateException("words"),
            GrpcStatusCode.of(Status.Code.FAILED_PRECONDITION),
            false,
            ErrorDetails.builder().setRawErrorMessages(List.of(Any.pack(broken))).build());
    ProvisionerException translated =
        assertThrows(
            ProvisionerException.class,
            () ->
                GcpFailures.translating(
                    "making x",
                    () -> {
                      throw failure;
                    }));
    assertEquals(ErrorCode.DENIED, translated.code());
    assertTrue(translated.nextStep().contains("organisation"), translated::nextStep);
  }

  /** None of them slows down or spares the whole account. */
  @ParameterizedTest(name = "an operation that ended with {0} is {1}")
  @CsvSource({
    "RESOURCE_EXHAUSTED, no-capacity, EXTERNAL",
    "QUOTA_EXCEEDED, quota-exceeded, QUOTA",
    "INVALID_ARGUMENT, invalid-settings, USER",
    "PERMISSION_DENIED, denied, USER",
    "INTERNAL, operation-failed, EXTERNAL",
    "UNAVAILABLE, operation-failed, EXTERNAL",
  })
  void readsHowAnOperationEnded(String reason, String code, ErrorType type) {
    ProvisionerException failure = GcpFailures.ofOperation("making x", reason, "words");
    assertEquals(code, failure.code().name());
    assertEquals(type, failure.code().type());
    assertTrue(failure.code().answered());
    assertEquals("making x: words (" + reason + ")", failure.getMessage());
  }

  @Test
  void waitsAsLongAsGoogleAsks() {
    GoogleJsonResponseException failure =
        new GoogleJsonResponseException(
            new HttpResponseException.Builder(429, "slow", new HttpHeaders().setRetryAfter("7")),
            null);
    assertEquals(Optional.of(Duration.ofSeconds(7)), translated(failure).retryAfter());
  }

  @Test
  void takesSilenceForNoAnswer() {
    ProvisionerException failure = translated(new IOException("Connection refused"));
    assertEquals(ErrorCode.UNREACHABLE, failure.code());
    assertFalse(failure.code().answered());
  }

  private static GoogleJsonResponseException json(int status, String reason) {
    GoogleJsonError error = new GoogleJsonError();
    error.setCode(status);
    error.setMessage("in Google's words");
    if (!reason.isEmpty()) {
      GoogleJsonError.ErrorInfo info = new GoogleJsonError.ErrorInfo();
      info.setReason(reason);
      error.setErrors(List.of(info));
    }
    return new GoogleJsonResponseException(
        new HttpResponseException.Builder(status, "", new HttpHeaders()), error);
  }

  private static ProvisionerException translated(IOException failure) {
    return assertThrows(
        ProvisionerException.class,
        () ->
            GcpFailures.translating(
                "making x",
                () -> {
                  throw failure;
                }));
  }
}
