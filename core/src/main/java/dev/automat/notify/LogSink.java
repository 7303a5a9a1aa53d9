package dev.automat.notify;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's own log, as the platform's channel: it takes everything. */
final class LogSink implements Sink {

  private static final Logger LOG = LoggerFactory.getLogger(LogSink.class);

  @Override
  public Answer send(Notice notice, Instant now) {
    LOG.warn(
        "notice {} for the team {}: {} {}: {}",
        notice.id(),
        notice.team(),
        notice.reason(),
        notice.subject(),
        notice.message());
    return new Answer.Accepted();
  }
}
