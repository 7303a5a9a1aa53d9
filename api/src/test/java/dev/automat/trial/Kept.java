package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one client knows of one resource: in which states it may be, after all that was acknowledged
 * and all that it had no answer to.
 */
final class Kept {

  private static final String TEAM = "/v1/teams/crash/";

  private final String plural;
  private final String name;
  private final Set<OptionalInt> possible = new HashSet<>(Set.of(OptionalInt.empty()));
  private Optional<String> uid = Optional.empty();

  /**
   * @param plural databases, queues or caches
   */
  Kept(String plural, String name) {
    this.plural = plural;
    this.name = name;
  }

  boolean isDatabase() {
    return plural.equals("databases");
  }

  boolean isCache() {
    return plural.equals("caches");
  }

  String path() {
    return TEAM + plural + "/" + name;
  }

  /**
   * The spec of a variant: of the size for databases, of the visibility timeout for queues, of the
   * days of snapshots for caches. The disk is as large in both sizes, because it may never become
   * smaller.
   */
  String body(int variant) {
    if (isCache()) {
      return "{\"spec\": {\"environment\": \"dev\", \"inputs\": {\"snapshotDays\": %d}}}"
          .formatted(variant + 1);
    }
    return isDatabase()
        ? "{\"spec\": {\"environment\": \"dev\", \"size\": \"%s\", \"inputs\": {\"storageGiB\": 50}}}"
            .formatted(variant == 0 ? "small" : "medium")
        : "{\"spec\": {\"environment\": \"dev\", \"inputs\": {\"visibilityTimeoutSeconds\": %d}}}"
            .formatted(setting(variant));
  }

  /** What the cloud shows of a variant: connection limit, or visibility timeout in seconds. */
  int setting(int variant) {
    int ofDatabase = variant == 0 ? 20 : 100;
    return isDatabase() ? ofDatabase : 30 + variant;
  }

  /** The variant that a document asks for. */
  int variant(Answer document) {
    if (isCache()) {
      return document.json().at("/spec/inputs/snapshotDays").asInt() - 1;
    }
    return isDatabase()
        ? document.at("/spec/size").equals("small") ? 0 : 1
        : document.json().at("/spec/inputs/visibilityTimeoutSeconds").asInt() - 30;
  }

  /** The states that were not ruled out; empty stands for: not there. */
  Set<OptionalInt> possible() {
    return possible;
  }

  /** The incarnation that was acknowledged, and not deleted since as far as anybody can know. */
  Optional<String> uid() {
    return uid;
  }

  boolean mayBeAbsent() {
    return possible.contains(OptionalInt.empty());
  }

  void acknowledged(OptionalInt state, Optional<String> incarnation) {
    possible.clear();
    possible.add(state);
    uid = incarnation;
  }

  /** A request was sent that may or may not have arrived. */
  void inDoubt(OptionalInt state) {
    possible.add(state);
    if (state.isEmpty()) {
      uid = Optional.empty();
    }
  }

  @Override
  public String toString() {
    return plural + "/" + name + " " + possible;
  }
}
