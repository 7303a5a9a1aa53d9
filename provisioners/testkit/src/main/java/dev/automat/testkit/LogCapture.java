package dev.automat.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Everything that some loggers are told from now on, down to the finest level, and that then goes
 * nowhere else. It takes Logback as the log's backend.
 */
public final class LogCapture implements AutoCloseable {

  private final List<String> talkers;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
          if (event.getThrowableProxy() != null) {
            lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
          }
        }
      };

  /**
   * @param talkers names of loggers, each for all below it
   */
  public LogCapture(String... talkers) {
    this.talkers = List.of(talkers);
    appender.start();
    for (String talker : talkers) {
      Logger logger = logger(talker);
      logger.setLevel(Level.TRACE);
      logger.setAdditive(false);
      logger.addAppender(appender);
    }
  }

  /** All that was said so far, with stack traces. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    for (String talker : talkers) {
      Logger logger = logger(talker);
      logger.detachAppender(appender);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
