package dev.automat.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One thing that somebody did or was kept from.
 *
 * @param actor as in {@code createdBy}, such as {@code people:alice@example.com}
 * @param issuer who vouched for them
 * @param subject what the issuer calls them, which is never given to another
 * @param requestId also in the log and in the answer
 * @param operation as the contract calls it
 * @param permission that it needs
 * @param team whose business it is; empty: the platform's
 * @param target the path that was asked for
 * @param reason in a word or a sentence; empty if there is nothing to say
 * @param change what stood before and stands now; empty where nothing of a resource was changed,
 *     and in lines of before it was written down
 */
public record AuditEntry(
    Instant at,
    String actor,
    String issuer,
    String subject,
    String requestId,
    String operation,
    String permission,
    Optional<String> team,
    String target,
    Outcome outcome,
    String reason,
    Optional<AuditChange> change) {

  /** Where no resource was changed. */
  public AuditEntry(
      Instant at,
      String actor,
      String issuer,
      String subject,
      String requestId,
      String operation,
      String permission,
      Optional<String> team,
      String target,
      Outcome outcome,
      String reason) {
    this(
        at,
        actor,
        issuer,
        subject,
        requestId,
        operation,
        permission,
        team,
        target,
        outcome,
        reason,
        Optional.empty());
  }

  /**
   * As it is shown, exported and hashed.
   *
   * @param sequence of its row
   */
  public SortedMap<String, Object> members(long sequence) {
    SortedMap<String, Object> members = new TreeMap<>();
    members.put("sequence", sequence);
    members.put("at", at.toString());
    members.put("actor", actor);
    members.put("issuer", issuer);
    members.put("subject", subject);
    members.put("requestId", requestId);
    members.put("operation", operation);
    members.put("permission", permission);
    team.ifPresent(id -> members.put("team", id));
    members.put("target", target);
    members.put("outcome", outcome.text());
    members.put("reason", reason);
    change.ifPresent(it -> members.put("change", it.members()));
    return members;
  }

  /**
   * The entry of {@link #members}.
   *
   * @throws RuntimeException if it is none
   */
  static AuditEntry of(JsonNode members) {
    return new AuditEntry(
        Instant.parse(members.path("at").asString()),
        members.path("actor").asString(),
        members.path("issuer").asString(),
        members.path("subject").asString(),
        members.path("requestId").asString(),
        members.path("operation").asString(),
        members.path("permission").asString(),
        Optional.of(members.path("team")).filter(JsonNode::isString).map(JsonNode::asString),
        members.path("target").asString(),
        Outcome.valueOf(members.path("outcome").asString().toUpperCase(Locale.ROOT)),
        members.path("reason").asString(),
        Optional.of(members.path("change")).filter(JsonNode::isObject).map(AuditChange::new));
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    /** The cloud was told to; what came of it is another line. */
    BEGUN,
    /** What was begun was given up before it was done. */
    FAILED,
    /** By the platform's rules or limits, whoever asks. */
    REFUSED,
    /** To whoever asked. */
    DENIED;

    /** As in documents. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
