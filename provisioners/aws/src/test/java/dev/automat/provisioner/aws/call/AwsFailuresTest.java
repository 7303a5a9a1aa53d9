package dev.automat.provisioner.aws.call;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** What each of AWS's failures means to the engine, and what it tells a person to do. */
final class AwsFailuresTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Throttling, throttled, THROTTLED, more slowly",
    "ThrottlingException, throttled, THROTTLED, more slowly",
    "ThrottledException, throttled, THROTTLED, more slowly",
    "RequestThrottled, throttled, THROTTLED, more slowly",
    "RequestLimitExceeded, throttled, THROTTLED, more slowly",
    "TooManyRequestsException, throttled, THROTTLED, more slowly",
    "KmsThrottled, throttled, THROTTLED, more slowly",
    "InstanceQuotaExceeded, quota-exceeded, QUOTA, Service Quotas",
    "StorageQuotaExceeded, quota-exceeded, QUOTA, Service Quotas",
    "NodeQuotaForCustomerExceeded, quota-exceeded, QUOTA, Service Quotas",
    "LimitExceededException, quota-exceeded, QUOTA, Service Quotas",
    "OverLimit, quota-exceeded, QUOTA, Service Quotas",
    "InsufficientDBInstanceCapacity, no-capacity, EXTERNAL, another size or region",
    "InsufficientCacheClusterCapacity, no-capacity, EXTERNAL, another size or region",
    "QueueDeletedRecently, recently-deleted, EXTERNAL, 60 seconds",
    "AWS.SimpleQueueService.QueueDeletedRecently, recently-deleted, EXTERNAL, 60 seconds",
    "InvalidDBInstanceState, busy, EXTERNAL, at work on it",
    "InvalidReplicationGroupState, busy, EXTERNAL, at work on it",
    "ConcurrentModificationException, busy, EXTERNAL, at work on it",
    "KMSKeyNotAccessibleFault, key-not-usable, USER, KMS key",
    "KmsAccessDenied, key-not-usable, USER, KMS key",
    "AWS.SimpleQueueService.KmsDisabled, key-not-usable, USER, KMS key",
    "ExpiredToken, credentials-not-valid, USER, credentials that AWS accepts",
    "InvalidClientTokenId, credentials-not-valid, USER, credentials that AWS accepts",
    "SignatureDoesNotMatch, credentials-not-valid, USER, credentials that AWS accepts",
    "AccessDenied, denied, USER, grant Automat's role",
    "AccessDeniedException, denied, USER, grant Automat's role",
    "UnauthorizedOperation, denied, USER, grant Automat's role",
    "OptInRequired, denied, USER, grant Automat's role",
    "DBInstanceAlreadyExists, foreign, USER, does not touch",
    "ResourceExistsException, foreign, USER, does not touch",
    "QueueNameExists, foreign, USER, does not touch",
    "QueueAlreadyExists, foreign, USER, does not touch",
    "DBInstanceNotFound, gone, EXTERNAL, looked at again",
    "AWS.SimpleQueueService.NonExistentQueue, gone, EXTERNAL, looked at again",
    "QueueDoesNotExist, gone, EXTERNAL, looked at again",
    "com.amazonaws.sqs#QueueDoesNotExist, gone, EXTERNAL, looked at again",
    "InvalidParameterValue, invalid-settings, USER, correct the module",
    "InvalidAttributeValue, invalid-settings, USER, correct the module",
    "StorageTypeNotAvailableFault, invalid-settings, USER, correct the module",
    "ValidationError, invalid-settings, USER, correct the module",
    "InternalFailure, unreachable, EXTERNAL, health dashboard",
    "ServiceUnavailable, unreachable, EXTERNAL, health dashboard"
  })
  void saysWhatACodeMeansAndWhatToDo(String code, String name, ErrorType type, String nextStep) {
    ProvisionerException failure = translated(refusal(code, 400));
    assertAll(
        () -> assertEquals(name, failure.code().name()),
        () -> assertEquals(type, failure.code().type()),
        () -> assertTrue(failure.nextStep().contains(nextStep), failure.nextStep()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "401, denied",
    "403, denied",
    "404, gone",
    "429, throttled",
    "400, invalid-settings",
    "500, unreachable",
    "503, unreachable"
  })
  void goesByTheStatusIfTheCodeIsUnknown(int status, String name) {
    assertEquals(name, translated(refusal("SomethingNew", status)).code().name());
  }

  @Test
  void carriesTheCloudsWordsItsCodeAndItsRequestId() {
    ProvisionerException failure = translated(refusal("AccessDenied", 403));
    assertEquals("making queue orders: the cloud's words (AccessDenied)", failure.getMessage());
    assertEquals(Optional.of("request-1"), failure.requestId());
  }

  @Test
  void waitsAsLongAsTheCloudAsks() {
    SdkException slower =
        refused(
            "Throttling",
            400,
            SdkHttpFullResponse.builder().statusCode(400).putHeader("Retry-After", "7"));
    assertEquals(Optional.of(Duration.ofSeconds(7)), translated(slower).retryAfter());
  }

  @Test
  void waitsAMomentWhenAskedToSlowDownWithoutATime() {
    assertEquals(
        Optional.of(Duration.ofSeconds(2)), translated(refusal("Throttling", 400)).retryAfter());
  }

  @Test
  void waitsUntilTheNameOfADeletedQueueIsFree() {
    assertEquals(
        Optional.of(Duration.ofSeconds(60)),
        translated(refusal("QueueDeletedRecently", 400)).retryAfter());
  }

  @Test
  void doesNotSayHowLongToWaitForWhatItDoesNotKnow() {
    assertEquals(Optional.empty(), translated(refusal("AccessDenied", 403)).retryAfter());
  }

  @Test
  void noAnswerIsAnUnreachableCloud() {
    for (SdkException failure :
        new SdkException[] {
          SdkClientException.create("Connection refused"),
          ApiCallTimeoutException.create(25_000),
          AbortedException.create("Thread was interrupted")
        }) {
      assertEquals("unreachable", translated(failure).code().name(), failure::toString);
    }
  }

  @Test
  void missingCredentialsAreNamedAsSuch() {
    ProvisionerException failure =
        translated(
            SdkClientException.create("Unable to load credentials from any of the providers"));
    assertEquals("credentials-not-valid", failure.code().name());
    assertTrue(failure.nextStep().contains("default chain"), failure.nextStep());
  }

  @Test
  void tellsWhatIsMissingFromWhatIsTaken() {
    SdkException missing = refusal("DBInstanceNotFound", 404);
    SdkException taken = refusal("DBInstanceAlreadyExists", 400);
    assertAll(
        () -> assertTrue(AwsFailures.isMissing(missing)),
        () -> assertFalse(AwsFailures.isMissing(taken)),
        () -> assertTrue(AwsFailures.isTaken(taken)),
        () -> assertFalse(AwsFailures.isTaken(missing)),
        () -> assertFalse(AwsFailures.isMissing(SdkClientException.create("no answer"))));
  }

  private static ProvisionerException translated(SdkException failure) {
    return assertThrows(
        ProvisionerException.class,
        () ->
            AwsFailures.translating(
                "making queue orders",
                () -> {
                  throw failure;
                }));
  }

  private static AwsServiceException refusal(String code, int status) {
    return refused(code, status, SdkHttpFullResponse.builder().statusCode(status));
  }

  private static AwsServiceException refused(
      String code, int status, SdkHttpFullResponse.Builder response) {
    return AwsServiceException.builder()
        .statusCode(status)
        .requestId("request-1")
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage("the cloud's words")
                .sdkHttpResponse(response.build())
                .build())
        .build();
  }
}
