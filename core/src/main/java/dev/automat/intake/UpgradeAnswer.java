package dev.automat.intake;

import dev.automat.admission.PlanDifference;
import dev.automat.admission.SettingChange;
import dev.automat.resource.Plan;
import java.util.List;

/**
 * What became of a request for a new plan.
 *
 * @param answer as to any request
 * @param difference between the plan that stood and the new one; nothing where it was refused
 */
public record UpgradeAnswer(Answer answer, Difference difference) {

  /**
   * What is another.
   *
   * @param from the version that it had, such as {@code postgres@1.0.0}
   * @param settings what the cloud sees of it
   * @param plan everything, by pointers into the plan
   */
  public record Difference(
      String from, String to, List<SettingChange> settings, List<PlanDifference> plan) {

    static Difference none(Plan plan) {
      return new Difference(plan.module(), plan.module(), List.of(), List.of());
    }
  }
}
