package dev.automat.policy;

import dev.automat.policy.Waiver.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How often a rule is waived: one that is waived all the time is wrong, or at the wrong place.
 *
 * @param asked how many waivers of it were asked for, whatever became of them
 * @param granted how many of these were granted
 * @param holding how many hold now
 * @param teams how many teams asked
 */
public record WaiverReport(String rule, int asked, int granted, int holding, int teams) {

  /** How many waivers are counted, the newest. */
  public static final int MOST = 100_000;

  /** One line for each rule, the most waived first. */
  public static List<WaiverReport> of(List<Waiver> waivers, Instant now) {
    Map<String, List<Waiver>> byRule =
        waivers.stream()
            .flatMap(waiver -> waiver.spec().rules().stream().map(rule -> Map.entry(rule, waiver)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    return byRule.entrySet().stream()
        .map(each -> line(each.getKey(), each.getValue(), now))
        .sorted(
            Comparator.comparingInt(WaiverReport::holding)
                .thenComparingInt(WaiverReport::granted)
                .thenComparingInt(WaiverReport::asked)
                .reversed()
                .thenComparing(WaiverReport::rule))
        .toList();
  }

  private static WaiverReport line(String rule, List<Waiver> waivers, Instant now) {
    return new WaiverReport(
        rule,
        waivers.size(),
        count(waivers, waiver -> waiver.granted().isPresent()),
        count(waivers, waiver -> waiver.stateAt(now) == State.GRANTED),
        (int) waivers.stream().map(Waiver::team).distinct().count());
  }

  private static int count(List<Waiver> waivers, Predicate<Waiver> which) {
    return (int) waivers.stream().filter(which).count();
  }
}
