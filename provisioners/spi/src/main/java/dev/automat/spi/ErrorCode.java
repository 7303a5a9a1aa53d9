package dev.automat.spi;

/**
 * A stable name for a failure.
 *
 * @param name lower-case words with hyphens, such as {@code quota-exceeded}; part of the plugin's
 *     contract once published
 * @param type who can do something about it
 */
public record ErrorCode(String name, ErrorType type) {

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

  /** The configuration or the account does not allow it. */
  public static final ErrorCode DENIED = new ErrorCode("denied", ErrorType.USER);

  /** A defect. */
  public static final ErrorCode INTERNAL = new ErrorCode("internal", ErrorType.INTERNAL);
}
