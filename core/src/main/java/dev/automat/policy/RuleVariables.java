package dev.automat.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables of rules. Inputs and settings are those of the modules that a rule can mean: where
 * these differ in the type of one, it is not checked before a value is there.
 */
public final class RuleVariables {

  public static final String INPUTS = "plan.";
  public static final String SETTINGS = "plan.settings.";

  private static final String OF_INPUTS = INPUTS + "inputs.";

  /** The fields of spec that are text; {@code ''} where the request does not have one. */
  public static final List<String> SPEC_TEXTS =
      List.of(
          "module",
          "moduleVersion",
          "environment",
          "size",
          "cloud",
          "region",
          "owner",
          "costCenter",
          "dataClassification",
          "purpose",
          "lifetime",
          "expiresAt");

  private static final List<String> OTHER_TEXTS =
      List.of(
          "environment",
          "request.team",
          "request.kind",
          "request.name",
          "team.id",
          "team.owner",
          "team.costCenter",
          "plan.type",
          "plan.module",
          "plan.version",
          "plan.size",
          "plan.dataClassification",
          "plan.placement.rule",
          "plan.placement.provisioner",
          "plan.placement.account",
          "plan.placement.region");

  private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);

  private RuleVariables() {}

  /** The types of what a rule with that match may read. */
  static Map<String, CelType> of(Match match, Vocabulary words) {
    Map<String, CelType> variables = new TreeMap<>();
    OTHER_TEXTS.forEach(name -> variables.put(name, SimpleType.STRING));
    SPEC_TEXTS.forEach(name -> variables.put("request." + name, SimpleType.STRING));
    variables.put("request.deletionProtection", SimpleType.BOOL);
    variables.put("request.labels", TEXTS);
    variables.put("team.contacts", ListType.create(SimpleType.STRING));
    variables.put("plan.tags", TEXTS);
    variables.put("plan.links", TEXTS);
    variables.put("plan.lifetime", SimpleType.INT);
    variables.put("plan.maxLifetime", SimpleType.INT);
    variables.put("plan.ends", SimpleType.BOOL);
    variables.put("plan.deletionProtection", SimpleType.BOOL);
    variables.put("plan.stateful", SimpleType.BOOL);
    for (Vocabulary.Offer offer : match.among(words.offers())) {
      offer.inputs().forEach((name, type) -> declare(INPUTS + name, type, variables));
      offer
          .settings()
          .forEach(
              (cloud, settings) -> {
                if (match.meansCloud(cloud)) {
                  settings.forEach((name, type) -> declare(SETTINGS + name, type, variables));
                }
              });
    }
    return variables;
  }

  private static void declare(String name, CelType type, Map<String, CelType> variables) {
    variables.merge(name, type, (one, other) -> one.equals(other) ? one : SimpleType.DYN);
  }

  static boolean isOfModule(String name) {
    return name.startsWith(OF_INPUTS) || name.startsWith(SETTINGS);
  }

  /** Whether an expression reads what only modules have, as far as its text tells. */
  static boolean speaksOfModule(String text) {
    return text.contains(OF_INPUTS) || text.contains(SETTINGS);
  }
}
