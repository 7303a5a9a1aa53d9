package dev.automat.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the SPI. Its texts are shown to people and written to logs: no secret may
 * stand in them.
 */
public final class ProvisionerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final String nextStep;
  private final @Nullable String requestId;
  private final @Nullable Duration retryAfter;

  /**
   * @param code what kind of failure
   * @param message the cloud's own words, or what was found
   * @param nextStep what a person can do about it
   */
  public ProvisionerException(ErrorCode code, String message, String nextStep) {
    this(code, message, nextStep, Optional.empty(), Optional.empty(), null);
  }

  /** As above, with the failure underneath. */
  public ProvisionerException(ErrorCode code, String message, String nextStep, Throwable cause) {
    this(code, message, nextStep, Optional.empty(), Optional.empty(), cause);
  }

  /**
   * @param requestId the cloud's id of the failed call, for its support
   * @param retryAfter how long the cloud asks us to wait
   */
  public ProvisionerException(
      ErrorCode code,
      String message,
      String nextStep,
      Optional<String> requestId,
      Optional<Duration> retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.nextStep = nextStep;
    this.requestId = requestId.orElse(null);
    this.retryAfter = retryAfter.orElse(null);
  }

  public ErrorCode code() {
    return code;
  }

  public String nextStep() {
    return nextStep;
  }

  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
