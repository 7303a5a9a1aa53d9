package dev.automat.notify;

import java.time.Instant;

/** Where notices go. Safe for many threads; a call may block, and ends when it is interrupted. */
interface Sink extends AutoCloseable {

  /** Hands a notice over. A repeat has the same id. */
  Answer send(Notice notice, Instant now);

  @Override
  default void close() {}
}
