package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What one client knows of one resource: in which states it may be, after all that was acknowledged
 * and all that it had no answer to.
 */
final class Kept {

  private static final String TEAM = "/v1/teams/crash/";

  private final Variants variants;
  private final String name;
  private final Set<OptionalInt> possible = new HashSet<>(Set.of(OptionalInt.empty()));
  private Optional<String> uid = Optional.empty();
  private boolean ready;

  /**
   * @param plural databases, queues or caches
   */
  Kept(String plural, String name) {
    this(Variants.of(plural), name);
  }

  Kept(Variants variants, String name) {
    this.variants = variants;
    this.name = name;
  }

  boolean isDatabase() {
    return variants.plural().equals("databases");
  }

  String plural() {
    return variants.plural();
  }

  /** Whether one that was ready leaves a copy when it is deleted. */
  boolean leavesACopy() {
    return variants.equals(Variants.POSTGRES_WITH_COPY);
  }

  /** It was shown as ready. */
  void seenReady() {
    ready = true;
  }

  /** Whether it was ever shown as ready. */
  boolean wasSeenReady() {
    return ready;
  }

  String path() {
    return TEAM + variants.plural() + "/" + name;
  }

  /** The spec of a variant. */
  String body(int variant) {
    return variants.body(variant);
  }

  /** What a cloud shows of a variant, in the words of the spec. */
  String setting(int variant) {
    return variants.values().get(variant);
  }

  /** The variant that a document asks for. */
  int variant(Answer document) {
    return variant(document.json());
  }

  /** The variant that is asked for in a document. */
  int variant(JsonNode document) {
    return variants.variant(document);
  }

  /** Whether a cloud's object of that name was made for it. */
  boolean isCalled(String externalName) {
    return externalName.startsWith(name + "-");
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
    return variants.plural() + "/" + name + " " + possible;
  }
}
