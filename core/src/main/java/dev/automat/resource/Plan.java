package dev.automat.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What admission made of a request: a pure function of spec, labels, catalogue and platform
 * configuration. It holds no uid, no external name and no instant of now, so that everyone who
 * computes it gets the same bytes.
 *
 * @param digest {@link Json#digest} of the plan without this field
 * @param module {@code name@version}
 * @param moduleDigest digest of the module document
 * @param type the resource type, such as {@code local/postgres}
 * @param placement where, and which rule chose it
 * @param inputs the merged inputs of the module
 * @param origins for each input by pointer, where its value came from
 * @param settings what the plugin is asked for
 * @param drift per setting, {@code correct} (the default) or {@code report}
 * @param tags cost and platform tags; identity tags are added by the engine
 * @param lifetime such as {@code 14d}, or {@code none}
 * @param maxLifetime such as {@code 30d}, or {@code none}
 * @param expiresAt the instant, if the request named one instead of a lifetime
 * @param deletionProtection whether DELETE is refused
 * @param onMissing what to do when it is gone from the cloud
 * @param stateful whether it holds data that a replacement would lose
 * @param notes what a person should know
 * @param links where a person goes on, such as {@code runbook} or {@code dashboard}: URLs by name
 * @param policy what the platform's rules say of it; empty if none speaks of it
 * @param cost the estimate at the list prices of then; absent where the module declares no cost
 */
@JsonPropertyOrder({
  // The order in which people read it.
  "digest",
  "module",
  "moduleDigest",
  "type",
  "placement",
  "inputs",
  "origins",
  "settings",
  "drift",
  "tags",
  "lifetime",
  "maxLifetime",
  "expiresAt",
  "deletionProtection",
  "onMissing",
  "stateful",
  "notes",
  "links",
  "policy",
  "cost"
})
public record Plan(
    String digest,
    String module,
    String moduleDigest,
    String type,
    Placement placement,
    Map<String, Object> inputs,
    SortedMap<String, String> origins,
    Map<String, Object> settings,
    SortedMap<String, String> drift,
    SortedMap<String, String> tags,
    String lifetime,
    String maxLifetime,
    Optional<String> expiresAt,
    boolean deletionProtection,
    OnMissing onMissing,
    boolean stateful,
    List<Note> notes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> links,
    Optional<PolicyReport> policy,
    Optional<Cost> cost) {

  public Plan {
    // A plan that was stored before modules had links, or has none, does not speak of them.
    links = links == null ? Collections.emptySortedMap() : links;
    cost = cost == null ? Optional.empty() : cost;
  }

  /** One whose module declares no cost. */
  public Plan(
      String digest,
      String module,
      String moduleDigest,
      String type,
      Placement placement,
      Map<String, Object> inputs,
      SortedMap<String, String> origins,
      Map<String, Object> settings,
      SortedMap<String, String> drift,
      SortedMap<String, String> tags,
      String lifetime,
      String maxLifetime,
      Optional<String> expiresAt,
      boolean deletionProtection,
      OnMissing onMissing,
      boolean stateful,
      List<Note> notes,
      SortedMap<String, String> links) {
    this(
        digest,
        module,
        moduleDigest,
        type,
        placement,
        inputs,
        origins,
        settings,
        drift,
        tags,
        lifetime,
        maxLifetime,
        expiresAt,
        deletionProtection,
        onMissing,
        stateful,
        notes,
        links,
        Optional.empty(),
        Optional.empty());
  }

  /** The plan with its digest put in. */
  public Plan sealed() {
    return withDigest(Json.digest(content()));
  }

  /** All but the digest, as it is written; without a tree, as every request comes this way. */
  private SortedMap<String, Object> content() {
    SortedMap<String, Object> content = new TreeMap<>();
    content.put("module", module);
    content.put("moduleDigest", moduleDigest);
    content.put("type", type);
    content.put("placement", placement.members());
    content.put("inputs", inputs);
    content.put("origins", origins);
    content.put("settings", settings);
    content.put("drift", drift);
    content.put("tags", tags);
    content.put("lifetime", lifetime);
    content.put("maxLifetime", maxLifetime);
    expiresAt.ifPresent(end -> content.put("expiresAt", end));
    content.put("deletionProtection", deletionProtection);
    content.put("onMissing", onMissing.text());
    content.put("stateful", stateful);
    content.put("notes", notes.stream().map(Note::members).toList());
    if (!links.isEmpty()) {
      content.put("links", links);
    }
    policy.ifPresent(report -> content.put("policy", report.members()));
    cost.ifPresent(estimate -> content.put("cost", estimate.members()));
    return content;
  }

  /** The same with what the rules say of it and what is noted then, not yet sealed. */
  public Plan judged(PolicyReport report, List<Note> more) {
    List<Note> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Plan(
        "",
        module,
        moduleDigest,
        type,
        placement,
        inputs,
        origins,
        settings,
        drift,
        tags,
        lifetime,
        maxLifetime,
        expiresAt,
        deletionProtection,
        onMissing,
        stateful,
        List.copyOf(all),
        links,
        Optional.of(report),
        cost);
  }

  /** Broken rules that only warn. */
  public List<RuleVerdict> warnings() {
    return policy.stream().flatMap(report -> report.broken(RuleVerdict.Severity.WARN)).toList();
  }

  private Plan withDigest(String sealed) {
    return new Plan(
        sealed,
        module,
        moduleDigest,
        type,
        placement,
        inputs,
        origins,
        settings,
        drift,
        tags,
        lifetime,
        maxLifetime,
        expiresAt,
        deletionProtection,
        onMissing,
        stateful,
        notes,
        links,
        policy,
        cost);
  }

  /**
   * A remark on the plan.
   *
   * @param at pointer into the plan
   */
  @JsonPropertyOrder({"at", "message"})
  public record Note(String at, String message) {

    private Map<String, String> members() {
      return Map.of("at", at, "message", message);
    }
  }

  /**
   * What to do when a resource that was ready is gone from the cloud. What is stateful always waits
   * for a person, who asks for {@code :recreate}; with {@link #REPORT} that person must also accept
   * the loss of the data in so many words.
   */
  public enum OnMissing {
    RECREATE,
    REPORT;

    /** As it is written. */
    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
