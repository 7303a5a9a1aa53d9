package dev.automat.testkit;

/** What {@link HostileCloud} answers instead of a result; a plugin translates it. */
public final class CloudFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why the cloud did not do it, or did not say that it did. */
  public enum Reason {
    NOT_FOUND,
    /** The name is taken. */
    CONFLICT,
    /** The cloud is working on the object. */
    BUSY,
    INVALID,
    THROTTLED,
    /** No answer: whether the call had an effect is not known. */
    NO_ANSWER,
    UNREACHABLE,
    INTERRUPTED
  }

  private final Reason reason;
  private final String words;

  CloudFailure(Reason reason, String message) {
    // A simulation throws tens of thousands of these a second: a stack trace would cost more than
    // the rest of the cloud.
    super(message, null, false, false);
    this.reason = reason;
    this.words = message;
  }

  public Reason reason() {
    return reason;
  }

  /** What the cloud says about it. */
  public String words() {
    return words;
  }
}
