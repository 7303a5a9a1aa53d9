package dev.automat.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a resource type before anything is made: static data that catalogue and
 * admission read.
 *
 * @param type {@code <provisioner>/<name>}, such as {@code aws/rds-postgres}
 * @param settingsSchema JSON Schema 2020-12 (as text) of the settings: an object with {@code
 *     additionalProperties: false} whose every property a platform engineer may set, with a
 *     description
 * @param changes how a change to a setting is carried out; a key that is not named changes in place
 * @param naming the cloud's limits on names
 * @param listDepth how much {@link ResourceType#list} shows
 * @param credentials whether the engine makes application credentials and hands them to {@code
 *     create}
 * @param outputs the keys of {@link Observation.Present#outputs()}
 * @param settleTime how long the cloud may show an absence, or a presence, that is not true yet
 * @param typicalCreate how long a creation usually takes, for the progress that a person sees
 * @param rateLimit how fast the account may be called
 * @param bindings what applications are given, if the type is {@link Bindable}; empty if it is not
 * @param abilities which other capabilities the type has
 * @param tagRules what the cloud takes as tags
 * @param copySetting the boolean setting that says whether a type with {@link Ability#RECOVERY}
 *     keeps a copy; true where it is left out. Empty: it always keeps one
 */
public record TypeDescriptor(
    String type,
    String settingsSchema,
    Map<String, Change> changes,
    NamingRule naming,
    ListDepth listDepth,
    CredentialNeed credentials,
    List<String> outputs,
    Duration settleTime,
    Duration typicalCreate,
    RateLimit rateLimit,
    Optional<BindingOffer> bindings,
    Set<Ability> abilities,
    TagRules tagRules,
    Optional<String> copySetting) {

  /** For a type that binds no applications and has no other capability. */
  public TypeDescriptor(
      String type,
      String settingsSchema,
      Map<String, Change> changes,
      NamingRule naming,
      ListDepth listDepth,
      CredentialNeed credentials,
      List<String> outputs,
      Duration settleTime,
      Duration typicalCreate,
      RateLimit rateLimit) {
    this(
        type,
        settingsSchema,
        changes,
        naming,
        listDepth,
        credentials,
        outputs,
        settleTime,
        typicalCreate,
        rateLimit,
        Optional.empty(),
        Set.of(),
        TagRules.COMMON,
        Optional.empty());
  }

  public TypeDescriptor {
    changes = Map.copyOf(changes);
    outputs = List.copyOf(outputs);
    abilities = Set.copyOf(abilities);
  }

  /** The same type, whose applications are given that. */
  public TypeDescriptor withBindings(BindingOffer offer) {
    return new TypeDescriptor(
        type,
        settingsSchema,
        changes,
        naming,
        listDepth,
        credentials,
        outputs,
        settleTime,
        typicalCreate,
        rateLimit,
        Optional.of(offer),
        abilities,
        tagRules,
        copySetting);
  }

  /** The same type, which can do that. */
  public TypeDescriptor withAbilities(Ability... some) {
    return new TypeDescriptor(
        type,
        settingsSchema,
        changes,
        naming,
        listDepth,
        credentials,
        outputs,
        settleTime,
        typicalCreate,
        rateLimit,
        bindings,
        Set.of(some),
        tagRules,
        copySetting);
  }

  /** The same type, on a cloud that takes these tags. */
  public TypeDescriptor withTagRules(TagRules rules) {
    return new TypeDescriptor(
        type,
        settingsSchema,
        changes,
        naming,
        listDepth,
        credentials,
        outputs,
        settleTime,
        typicalCreate,
        rateLimit,
        bindings,
        abilities,
        rules,
        copySetting);
  }

  /**
   * The same type, which keeps a copy of what goes unless its setting of that name is false.
   * Whoever is told of an end is told so before it comes.
   */
  public TypeDescriptor withCopiesIf(String setting) {
    return new TypeDescriptor(
        type,
        settingsSchema,
        changes,
        naming,
        listDepth,
        credentials,
        outputs,
        settleTime,
        typicalCreate,
        rateLimit,
        bindings,
        abilities,
        tagRules,
        Optional.of(setting));
  }

  /** Whether the type has the capability. */
  public boolean can(Ability ability) {
    return abilities.contains(ability);
  }

  /**
   * How a change to the setting is carried out: {@link Change#IN_PLACE} unless declared otherwise.
   */
  public Change changeOf(String setting) {
    return changes.getOrDefault(setting, Change.IN_PLACE);
  }

  /** The part of {@link #type} before the slash. */
  public String provisioner() {
    return type.substring(0, type.indexOf('/'));
  }

  /** How a cloud carries out a change of one setting. */
  public enum Change {
    /** The resource keeps its data and identity. */
    IN_PLACE,
    /**
     * In place, but a number can only become larger, or a version only newer: text of numbers with
     * dots, such as {@code 8.4}, compared number by number.
     */
    GROW_ONLY,
    /** Only by deleting the resource and making another. */
    REPLACE
  }

  /** A capability that needs no more words than its name. */
  public enum Ability {
    /** {@link Quarantinable}. */
    QUARANTINE,
    /** {@link Recoverable}. */
    RECOVERY
  }

  /** How much of a resource a list call shows. */
  public enum ListDepth {
    /** External name and cloud id. */
    IDENTITY,
    /** Identity and tags. */
    TAGS,
    /** All that {@link ResourceType#observe} shows. */
    FULL
  }

  /** Whether the engine makes credentials for applications. */
  public enum CredentialNeed {
    NONE,
    USERNAME_PASSWORD
  }

  /**
   * The ceiling on calls to one account.
   *
   * @param callsPerSecond sustained rate over all calls of the type, or of all types with that API
   * @param inFlight calls under way at the same time
   * @param api the API that is called, where several types share one and so its rate; empty where
   *     the type has it for itself
   */
  public record RateLimit(double callsPerSecond, int inFlight, Optional<String> api) {

    /** For a type that has its API for itself. */
    public RateLimit(double callsPerSecond, int inFlight) {
      this(callsPerSecond, inFlight, Optional.empty());
    }
  }
}
