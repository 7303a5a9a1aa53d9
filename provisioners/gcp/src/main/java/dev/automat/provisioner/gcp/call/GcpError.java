package dev.automat.provisioner.gcp.call;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The errors of Google that a user of Automat can meet, with what each means to the engine and what
 * to do next. Their names are the reasons of the JSON services ("Errors" in the Cloud SQL Admin
 * API), the reasons of {@code google.rpc.ErrorInfo}, and the codes of gRPC ({@code
 * google.rpc.Code}); the first row that fits holds.
 */
@SuppressWarnings(
    "ImmutableEnumChecker") // A record of the SPI and compiled patterns: neither can change.
enum GcpError {
  THROTTLED(
      ErrorCode.THROTTLED,
      "nothing: Google asks for fewer calls, and it is tried again more slowly",
      "rateLimitExceeded",
      "userRateLimitExceeded",
      "RATE_LIMIT_EXCEEDED",
      "RESOURCE_EXHAUSTED"),
  QUOTA(
      ErrorCode.QUOTA_EXCEEDED,
      "delete what nobody needs, or have the quota raised on the Quotas page of the project",
      "quotaExceeded",
      "resourceLimitExceeded",
      "maxInstancesReached",
      "QUOTA_EXCEEDED",
      "QuotaFailure",
      "limitExceeded"),
  NO_CAPACITY(
      ErrorCode.ofOneResource("no-capacity"),
      "nothing: Google has no room for this size at the moment, and it is tried again; if it"
          + " lasts, choose another size or region",
      "resourceExhausted",
      ".*(STOCKOUT|_POOL_EXHAUSTED).*"),
  BUSY(
      ErrorCode.ofOneResource("busy"),
      "nothing: Google is at work on it, and it is tried again",
      "operationInProgress",
      "instanceBusy",
      "conditionNotMet",
      "ABORTED"),
  KEY_UNUSABLE(
      new ErrorCode("key-not-usable", ErrorType.USER),
      "check that the key exists, is enabled, is in the same region, and lets the service's own"
          + " service account use it (roles/cloudkms.cryptoKeyEncrypterDecrypter)",
      "kmsKey.*",
      "cmek.*",
      "KMS_.*"),
  SIGNED_OUT(
      new ErrorCode("credentials-not-valid", ErrorType.USER),
      "give Automat credentials that Google accepts; what it runs with has expired or is unknown",
      "authError",
      "required",
      "UNAUTHENTICATED",
      "ACCESS_TOKEN_.*",
      "CREDENTIALS_MISSING"),
  SERVICE_OFF(
      ErrorCode.DENIED,
      "enable the API that the message names in the project",
      "accessNotConfigured",
      "SERVICE_DISABLED"),
  DENIED(
      ErrorCode.DENIED,
      "grant Automat's service account the role that has the permission that the message names, or"
          + " look at the organisation's policies",
      "forbidden",
      "notAuthorized",
      "insufficientPermissions",
      "constraints/.*",
      "IAM_PERMISSION_DENIED",
      "PERMISSION_DENIED"),
  EXISTS(
      ErrorCode.FOREIGN,
      "if it is yours, delete it; Automat does not touch what it did not make. Google keeps the"
          + " name of a deleted Cloud SQL instance for up to a week",
      ".*[aA]lreadyExists",
      "duplicate",
      "ALREADY_EXISTS"),
  GONE(
      ErrorCode.ofOneResource("gone"),
      "nothing: it is looked at again",
      ".*DoesNotExist",
      "NOT_FOUND"),
  NOT_NOW(
      ErrorCode.ofOneResource("not-in-this-state"),
      "nothing: what it is doing does not allow it, and it is tried again; if it lasts, look at it"
          + " in the console",
      "invalidState",
      "instanceNotRunning",
      "FAILED_PRECONDITION"),
  REFUSED(
      ErrorCode.INVALID_SETTINGS,
      "ask for what the message allows, or have the platform team correct the module",
      "invalid.*",
      "badRequest",
      "parseError",
      "unsupported.*",
      "INVALID_ARGUMENT",
      "OUT_OF_RANGE",
      "UNIMPLEMENTED"),
  UNREACHABLE(
      ErrorCode.UNREACHABLE,
      "nothing: it is tried again; if it lasts, look at status.cloud.google.com",
      "internalError",
      "backendError",
      "serviceUnavailable",
      "notFound",
      "INTERNAL",
      "UNKNOWN",
      "DATA_LOSS",
      "UNAVAILABLE",
      "DEADLINE_EXCEEDED",
      "CANCELLED");

  private final ErrorCode code;
  private final String nextStep;
  private final List<Pattern> reasons;

  GcpError(ErrorCode code, String nextStep, String... reasons) {
    this.code = code;
    this.nextStep = nextStep;
    this.reasons = List.of(reasons).stream().map(Pattern::compile).toList();
  }

  ErrorCode code() {
    return code;
  }

  String nextStep() {
    return nextStep;
  }

  /** The patterns of Google's reasons, for the README. */
  List<String> reasons() {
    return reasons.stream().map(Pattern::pattern).toList();
  }

  boolean has(String reason) {
    return reasons.stream().anyMatch(pattern -> pattern.matcher(reason).matches());
  }
}
