package dev.automat.api.exchange;

import dev.automat.identity.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A request as a handler sees it: its parameters are known to the contract and of the right type.
 *
 * @param requestId also in the log and in the answer
 * @param receivedAt when it arrived
 * @param caller who makes it; nobody before the door
 * @param path parameters of the path, decoded
 * @param query parameters of the query, decoded, each once
 * @param headers by lower-case name
 * @param witness hears of what a handler keeps from the caller
 */
public record Call(
    String requestId,
    Instant receivedAt,
    Caller caller,
    Map<String, String> path,
    SequencedMap<String, String> query,
    Map<String, String> headers,
    Payload payload,
    Witness witness) {

  /** Writes down what was refused. */
  @FunctionalInterface
  public interface Witness {

    /** Nobody looks. */
    Witness NONE = (_, _) -> {};

    /** Something of a team was kept from the caller, though the answer does not say so. */
    void denied(String team, String reason);
  }

  /** The same, made by somebody. */
  public Call by(Caller somebody, Witness watching) {
    return new Call(requestId, receivedAt, somebody, path, query, headers, payload, watching);
  }

  public String pathParameter(String name) {
    return Optional.ofNullable(path.get(name))
        .orElseThrow(() -> new IllegalStateException("the path has no parameter " + name));
  }

  public Optional<String> queryParameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A boolean of the query; false if it is not there. */
  public boolean flag(String name) {
    return queryParameter(name).filter("true"::equals).isPresent();
  }

  /** A number of the query, within the bounds of the contract. */
  public long number(String name, long otherwise) {
    return queryParameter(name).map(Long::parseLong).orElse(otherwise);
  }

  /**
   * @param name in lower case
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
