package dev.automat.spi;

/** Who can do something about a failure. The engine decides retries by this alone. */
public enum ErrorType {
  /** The request or the configuration must change. Looked at again only now and then. */
  USER,
  /** A limit of the account is reached. Looked at again only now and then. */
  QUOTA,
  /** The cloud asks us to slow down. Retried, and the account's rate is lowered. */
  THROTTLED,
  /**
   * The cloud failed or was not reached; whether the call took effect is not known. Retried with
   * backoff.
   */
  EXTERNAL,
  /** A defect of the plugin. Retried with backoff. */
  INTERNAL
}
