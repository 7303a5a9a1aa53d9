package dev.automat.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
 */
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
    List<Note> notes) {

  /** The plan with its digest put in. */
  public Plan sealed() {
    ObjectNode content = (ObjectNode) Json.tree(this);
    content.remove("digest");
    return withDigest(Json.digest((JsonNode) content));
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
        notes);
  }

  /**
   * A remark on the plan.
   *
   * @param at pointer into the plan
   */
  public record Note(String at, String message) {}

  /**
   * What to do when a resource that was ready is gone from the cloud. What is stateful always waits
   * for a person, who asks for {@code :recreate}; with {@link #REPORT} that person must also accept
   * the loss of the data in so many words.
   */
  public enum OnMissing {
    @JsonProperty("recreate")
    RECREATE,
    @JsonProperty("report")
    REPORT
  }
}
