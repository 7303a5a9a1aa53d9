package dev.automat.engine;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceType;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a plugin's calls so that none can last longer than its deadline, and none can throw but a
 * {@link ProvisionerException}.
 */
interface CloudCalls {

  /** The call's answer. */
  <T> T call(Callable<T> call);

  /** The plugin's own judgement of values; a defect in it is a defect like any other. */
  default Differences.Equivalence equivalence(ResourceType operations) {
    return (key, want, got) -> call(() -> operations.equivalent(key, want, got));
  }

  /** Each on a virtual thread of its own, interrupted and left behind at the deadline. */
  static CloudCalls withDeadline(Duration deadline) {
    return withDeadline(
        deadline,
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cloud-call-", 0).factory()));
  }

  /** Each on one of those threads. */
  static CloudCalls withDeadline(Duration deadline, ExecutorService threads) {
    return new CloudCalls() {
      @Override
      public <T> T call(Callable<T> call) {
        Future<T> answer = threads.submit(call);
        try {
          return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
          throw asProvisionerException("the plugin", e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
          answer.cancel(true);
          throw new ProvisionerException(
              ErrorCode.UNREACHABLE,
              "no answer within " + deadline.toSeconds() + " s",
              "it is tried again; if that goes on, check the cloud's status and the network to it",
              e);
        } catch (InterruptedException e) {
          answer.cancel(true);
          Thread.currentThread().interrupt();
          throw new ProvisionerException(
              ErrorCode.UNREACHABLE,
              "cut off by the end of this process",
              "it is taken up at the next start",
              e);
        }
      }
    };
  }

  /**
   * A plugin's defect is named by its class only: the message of a foreign exception may hold a
   * secret.
   *
   * @param who how to call the plugin
   */
  static ProvisionerException asProvisionerException(String who, Throwable failure) {
    if (failure instanceof ProvisionerException known && known.code() != null) {
      return known;
    }
    Throwable shown = new Throwable(failure.getClass().getName());
    shown.setStackTrace(failure.getStackTrace());
    Logger log = LoggerFactory.getLogger(CloudCalls.class);
    log.error("{} threw what it must not throw", who, shown);
    return new ProvisionerException(
        ErrorCode.INTERNAL,
        who + " failed with " + failure.getClass().getName(),
        "tell the plugin's authors; the log of the server has the stack");
  }
}
