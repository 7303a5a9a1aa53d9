package dev.automat.spi;

/**
 * A stable name for a failure.
 *
 * @param name lower-case words with hyphens, such as {@code quota-exceeded}; part of the plugin's
 *     contract once published
 * @param type who can do something about it
 * @param answered whether the cloud answered. Failures to which it did not, in a row, keep the
 *     engine from the whole account for a while; one to which it did is that resource's alone
 */
public record ErrorCode(String name, ErrorType type, boolean answered) {

  /** A failure to which the cloud answered, unless the type is {@link ErrorType#EXTERNAL}. */
  public ErrorCode(String name, ErrorType type) {
    this(name, type, type != ErrorType.EXTERNAL);
  }

  /**
   * A failure of type {@link ErrorType#EXTERNAL} that is one resource's alone: the cloud is at work
   * on it, or has no room for it. It is retried, and delays nothing else.
   */
  public static ErrorCode ofOneResource(String name) {
    return new ErrorCode(name, ErrorType.EXTERNAL, true);
  }

  /** The cloud could not be reached, or did not answer in time. */
  public static final ErrorCode UNREACHABLE = new ErrorCode("unreachable", ErrorType.EXTERNAL);

  /** The cloud asks us to slow down. */
  public static final ErrorCode THROTTLED = new ErrorCode("throttled", ErrorType.THROTTLED);

  /** A limit of the account is reached. */
  public static final ErrorCode QUOTA_EXCEEDED = new ErrorCode("quota-exceeded", ErrorType.QUOTA);

  /** Something that is not ours has the name. It is never touched. */
  public static final ErrorCode FOREIGN = new ErrorCode("foreign", ErrorType.USER);

  /** The cloud refused the settings. */
  public static final ErrorCode INVALID_SETTINGS =
      new ErrorCode("invalid-settings", ErrorType.USER);

  /** The snapshot that something is to be made of is gone. */
  public static final ErrorCode SNAPSHOT_GONE = new ErrorCode("snapshot-gone", ErrorType.USER);

  /** The configuration or the account does not allow it. */
  public static final ErrorCode DENIED = new ErrorCode("denied", ErrorType.USER);

  /** A defect. */
  public static final ErrorCode INTERNAL = new ErrorCode("internal", ErrorType.INTERNAL);
}
