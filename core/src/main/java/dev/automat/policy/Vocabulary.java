package dev.automat.policy;

import dev.cel.common.types.CelType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What rules may speak of, as the catalogue knows it. It does not depend on which plugins are
 * installed, so that a rule that loads in one place loads in all.
 *
 * @param kinds the names of all kinds, also of those that were left out
 * @param environments the names of all environments
 * @param specFields the reserved fields of spec
 * @param guardrails the names of the rules of modules
 */
public record Vocabulary(
    Collection<String> kinds,
    Collection<String> environments,
    Collection<String> specFields,
    Set<String> guardrails,
    List<Offer> offers,
    List<LeftOut> leftOut) {

  /**
   * One module version.
   *
   * @param inputs types by variable, such as {@code inputs.storageGiB}
   * @param settings types by setting, by cloud
   */
  public record Offer(
      String kind,
      String module,
      Map<String, CelType> inputs,
      Map<String, Map<String, CelType>> settings) {}

  /**
   * One module version that is wrong. Its name is known; which inputs and settings it has is not.
   *
   * @param clouds that its document names; empty if it can not be read that far
   * @param file to be corrected
   */
  public record LeftOut(String kind, String module, Set<String> clouds, String file) {}
}
