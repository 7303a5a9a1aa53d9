package dev.automat.provisioner.aws.call;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The error codes of AWS that a user of Automat can meet, with what each means to the engine and
 * what to do next. Codes are those of the API references of RDS, ElastiCache, SQS, Secrets Manager,
 * STS and the tagging API, and of their "Common errors" pages; the first row that fits holds.
 */
@SuppressWarnings(
    "ImmutableEnumChecker") // A record of the SPI and compiled patterns: neither can change.
enum AwsError {
  THROTTLED(
      ErrorCode.THROTTLED,
      "nothing: AWS asks for fewer calls, and it is tried again more slowly",
      "Throttl.*",
      "RequestLimitExceeded",
      "RequestThrottled.*",
      "TooManyRequests.*",
      "SlowDown",
      "KmsThrottled",
      "BandwidthLimitExceeded",
      "PriorRequestNotComplete"),
  QUOTA(
      ErrorCode.QUOTA_EXCEEDED,
      "delete what nobody needs, or have the quota raised in the Service Quotas console of the"
          + " account",
      ".*Quota.*Exceeded.*",
      ".*LimitExceeded.*",
      "OverLimit"),
  NO_CAPACITY(
      ErrorCode.ofOneResource("no-capacity"),
      "nothing: AWS has no room for this size at the moment, and it is tried again; if it lasts,"
          + " choose another size or region",
      "Insufficient.*Capacity.*"),
  RECENTLY_DELETED(
      ErrorCode.ofOneResource("recently-deleted"),
      "nothing: AWS keeps the name of a deleted queue for 60 seconds, and it is tried again",
      "(AWS\\.SimpleQueueService\\.)?QueueDeletedRecently"),
  BUSY(
      ErrorCode.ofOneResource("busy"),
      "nothing: AWS is at work on it, and it is tried again",
      "InvalidDBInstanceState.*",
      "InvalidDBParameterGroupState.*",
      "InvalidDBSubnetGroupState.*",
      "InvalidDBSnapshotState.*",
      "InvalidReplicationGroupState.*",
      "InvalidCacheClusterState.*",
      "InvalidCacheParameterGroupState.*",
      "CacheSubnetGroupInUse",
      "InvalidUserState.*",
      "InvalidUserGroupState.*",
      "DefaultUserAssociatedToUserGroup.*",
      "DBUpdateDependencyFailure.*",
      "OperationInProgress",
      "ConcurrentModification.*",
      "ResourceConflict.*"),
  KEY_UNUSABLE(
      new ErrorCode("key-not-usable", ErrorType.USER),
      "check that the KMS key exists, is enabled and lets Automat's role and the service use it",
      "K(MS|ms).*",
      "(AWS\\.SimpleQueueService\\.)?Kms.*",
      "EncryptionFailure"),
  SIGNED_OUT(
      new ErrorCode("credentials-not-valid", ErrorType.USER),
      "give Automat credentials that AWS accepts; what it runs with has expired or is unknown",
      "ExpiredToken.*",
      "InvalidClientTokenId",
      "UnrecognizedClient.*",
      "SignatureDoesNotMatch",
      "IncompleteSignature",
      "InvalidAccessKeyId",
      "MissingAuthenticationToken.*"),
  DENIED(
      ErrorCode.DENIED,
      "grant Automat's role the action that the message names, in its policy or in the service"
          + " control policies of the organisation",
      "AccessDenied.*",
      "Unauthorized.*",
      "NotAuthorized",
      "OptInRequired",
      "Authorization.*",
      "AuthFailure",
      "SubscriptionRequired.*"),
  EXISTS(
      ErrorCode.FOREIGN,
      "if it is yours, delete it; Automat does not touch what it did not make",
      ".*AlreadyExists.*",
      "ResourceExists.*",
      "(AWS\\.SimpleQueueService\\.)?QueueNameExists",
      "QueueAlreadyExists"),
  GONE(
      ErrorCode.ofOneResource("gone"),
      "nothing: it is looked at again",
      ".*NotFound.*",
      "(AWS\\.SimpleQueueService\\.)?NonExistentQueue",
      "QueueDoesNotExist"),
  REFUSED(
      ErrorCode.INVALID_SETTINGS,
      "ask for what the message allows, or have the platform team correct the module",
      "Invalid.*",
      "Missing.*",
      "Malformed.*",
      "Validation.*",
      "Unsupported.*",
      ".*NotSupported.*",
      "DBSubnetGroupDoesNotCoverEnoughAZs",
      "StorageTypeNotAvailable.*",
      "ProvisionedIopsNotAvailableInAZ.*",
      "MalformedPolicy.*"),
  UNREACHABLE(
      ErrorCode.UNREACHABLE,
      "nothing: it is tried again; if it lasts, look at the health dashboard of AWS",
      "InternalFailure",
      "InternalError.*",
      "InternalServerError",
      "InternalService.*",
      "ServiceUnavailable.*",
      "RequestTimeout.*",
      "RequestExpired");

  private final ErrorCode code;
  private final String nextStep;
  private final List<Pattern> awsCodes;

  AwsError(ErrorCode code, String nextStep, String... awsCodes) {
    this.code = code;
    this.nextStep = nextStep;
    this.awsCodes = List.of(awsCodes).stream().map(Pattern::compile).toList();
  }

  ErrorCode code() {
    return code;
  }

  String nextStep() {
    return nextStep;
  }

  /** The patterns of AWS's codes, for the README. */
  List<String> awsCodes() {
    return awsCodes.stream().map(Pattern::pattern).toList();
  }

  boolean has(String awsCode) {
    return awsCodes.stream().anyMatch(pattern -> pattern.matcher(awsCode).matches());
  }
}
