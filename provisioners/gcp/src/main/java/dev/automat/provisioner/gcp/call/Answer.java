package dev.automat.provisioner.gcp.call;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ErrorDetails;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Google said when it refused a call.
 *
 * @param status of HTTP; 0 where there is none
 * @param reasons the most exact one first
 * @param words Google's own
 * @param retryAfter how long it asks to wait
 */
record Answer(int status, List<String> reasons, String words, Optional<Duration> retryAfter) {

  Answer {
    reasons = List.copyOf(reasons);
  }

  /** For the message. */
  String name() {
    return reasons.isEmpty() ? "HTTP " + status : reasons.getFirst();
  }

  static Answer of(HttpResponseException failure) {
    Optional<GoogleJsonError> details =
        failure instanceof GoogleJsonResponseException json
            ? Optional.ofNullable(json.getDetails())
            : Optional.empty();
    List<String> reasons = new ArrayList<>();
    details
        .map(GoogleJsonError::getDetails)
        .ifPresent(
            all ->
                all.forEach(each -> Optional.ofNullable(each.getReason()).ifPresent(reasons::add)));
    details
        .map(GoogleJsonError::getErrors)
        .ifPresent(
            all ->
                all.forEach(each -> Optional.ofNullable(each.getReason()).ifPresent(reasons::add)));
    return new Answer(
        failure.getStatusCode(),
        reasons,
        details.map(GoogleJsonError::getMessage).orElse("HTTP " + failure.getStatusCode()),
        retryAfter(failure));
  }

  /** The Retry-After of the answer, in seconds (RFC 9110, 10.2.3). */
  private static Optional<Duration> retryAfter(HttpResponseException failure) {
    return Optional.ofNullable(failure.getHeaders().getRetryAfter())
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  static Answer of(ApiException failure) {
    List<String> reasons = new ArrayList<>();
    Optional.ofNullable(failure.getReason()).ifPresent(reasons::add);
    Optional<ErrorDetails> details = Optional.ofNullable(failure.getErrorDetails());
    details.map(ErrorDetails::getQuotaFailure).ifPresent(quota -> reasons.add("QuotaFailure"));
    // Such as constraints/gcp.resourceLocations, of an organisation's policy.
    details
        .map(ErrorDetails::getPreconditionFailure)
        .ifPresent(
            broken -> broken.getViolationsList().forEach(each -> reasons.add(each.getType())));
    reasons.add(failure.getStatusCode().getCode().name());
    return new Answer(0, reasons, words(failure), retryAfter(failure));
  }

  /** Google's own words, without the names of Java's classes before them. */
  private static String words(ApiException failure) {
    return failure.getCause() instanceof StatusRuntimeException status
            && status.getStatus().getDescription() != null
        ? status.getStatus().getDescription()
        : String.valueOf(failure.getMessage());
  }

  private static Optional<Duration> retryAfter(ApiException failure) {
    return Optional.ofNullable(failure.getErrorDetails())
        .map(ErrorDetails::getRetryInfo)
        .map(retry -> Duration.ofSeconds(retry.getRetryDelay().getSeconds()))
        .filter(Duration::isPositive);
  }
}
