package dev.automat.provisioner.gcp.call;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.auth.Retryable;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Failures of Google in the words of the SPI. */
public final class GcpFailures {

  /** How long a client waits that is asked to slow down and not told for how long. */
  private static final Duration SLOW_DOWN = Duration.ofSeconds(2);

  private GcpFailures() {}

  /** Calls to Google. */
  @FunctionalInterface
  public interface Calls<T> {
    /** What they answer. */
    T make() throws IOException;
  }

  /**
   * Runs calls to Google.
   *
   * @param doing what is being done, such as {@code making instance orders-x}: begins the message
   * @throws ProvisionerException for whatever the calls throw of Google's libraries
   */
  public static <T> T translating(String doing, Calls<T> calls) {
    try {
      return calls.make();
    } catch (HttpResponseException failure) {
      throw refused(doing, Answer.of(failure), failure);
    } catch (ApiException failure) {
      throw refused(doing, Answer.of(failure), failure);
    } catch (IOException failure) {
      throw unanswered(doing, failure);
    }
  }

  /** Whether Google said that what was named is not there. */
  public static boolean isMissing(Exception failure) {
    return is(failure, GcpError.GONE);
  }

  /**
   * Whether Google said that a Cloud SQL instance is not there. Another 404 says nothing of it: it
   * can be a project that was not found, or the answer of somebody in between.
   */
  public static boolean isMissingInstance(HttpResponseException failure) {
    return Answer.of(failure).reasons().contains("instanceDoesNotExist");
  }

  /** Whether Google said that the name is taken. */
  public static boolean isTaken(Exception failure) {
    return is(failure, GcpError.EXISTS);
  }

  /** Whether Google said that it is at work on what was named, and takes no such call meanwhile. */
  public static boolean isBusy(Exception failure) {
    return is(failure, GcpError.BUSY);
  }

  /** Whether Google said that what was named is in a state that does not allow the call. */
  public static boolean isInAnotherState(Exception failure) {
    return is(failure, GcpError.NOT_NOW);
  }

  /** What Google said, without the names of Java's classes before it. */
  public static String words(ApiException failure) {
    return Answer.of(failure).words();
  }

  private static boolean is(Exception failure, GcpError error) {
    return switch (failure) {
      case HttpResponseException http -> error(Answer.of(http)) == error;
      case ApiException api -> error(Answer.of(api)) == error;
      default -> false;
    };
  }

  /**
   * How an operation ended badly. Google answered, whatever the code is: it is that resource's
   * alone, and says nothing of how fast the account may be called.
   *
   * @param reason the code of the operation's error
   */
  public static ProvisionerException ofOperation(String doing, String reason, String words) {
    GcpError error = error(new Answer(0, List.of(reason), words, Optional.empty()));
    String message = "%s: %s (%s)".formatted(doing, words, reason);
    if (error == GcpError.UNREACHABLE) {
      return new ProvisionerException(
          ErrorCode.ofOneResource("operation-failed"),
          message,
          "nothing: it is tried again; if it lasts, look at the operation in the console");
    }
    GcpError meant = error == GcpError.THROTTLED ? GcpError.NO_CAPACITY : error;
    return new ProvisionerException(meant.code(), message, meant.nextStep());
  }

  private static ProvisionerException refused(String doing, Answer answer, Exception failure) {
    GcpError error = error(answer);
    return new ProvisionerException(
        error.code(),
        "%s: %s (%s)".formatted(doing, answer.words(), answer.name()),
        error.nextStep(),
        Optional.empty(),
        answer
            .retryAfter()
            .or(() -> error == GcpError.THROTTLED ? Optional.of(SLOW_DOWN) : Optional.empty()),
        failure);
  }

  /** By the reasons, the most exact one first; else by the status. */
  private static GcpError error(Answer answer) {
    return answer.reasons().stream()
        .flatMap(reason -> Arrays.stream(GcpError.values()).filter(each -> each.has(reason)))
        .findFirst()
        .orElseGet(() -> byStatus(answer.status()));
  }

  private static GcpError byStatus(int status) {
    return switch (status) {
      case 401 -> GcpError.SIGNED_OUT;
      case 403 -> GcpError.DENIED;
      case 409 -> GcpError.BUSY;
      case 429 -> GcpError.THROTTLED;
      default ->
          status >= 500 || status == 0 || status == 404 ? GcpError.UNREACHABLE : GcpError.REFUSED;
    };
  }

  private static ProvisionerException unanswered(String doing, IOException failure) {
    if (failure instanceof Retryable token && !token.isRetryable()) {
      return new ProvisionerException(
          GcpError.SIGNED_OUT.code(),
          "%s: no token (%s)".formatted(doing, failure.getMessage()),
          GcpError.SIGNED_OUT.nextStep()
              + "; to act as another service account it needs"
              + " roles/iam.serviceAccountTokenCreator on it",
          failure);
    }
    return new ProvisionerException(
        ErrorCode.UNREACHABLE,
        "%s: no answer from Google (%s)".formatted(doing, failure.getMessage()),
        "nothing: it is tried again; if it lasts, check the network to Google and"
            + " status.cloud.google.com",
        failure);
  }
}
