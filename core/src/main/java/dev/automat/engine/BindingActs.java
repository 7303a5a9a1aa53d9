package dev.automat.engine;

import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus;
import dev.automat.store.Acted;
import dev.automat.store.BindingRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is done about bindings in a cloud, as lines of the audit log: one where it begins and one
 * where it ends, however often it is tried. What is under way stands in the status of the binding.
 */
final class BindingActs {

  private BindingActs() {}

  /**
   * The record of an intent, with what is written down of it.
   *
   * @param act a word, and the version
   * @param why for a person
   */
  static BindingRecord begun(BindingRecord record, String act, Instant at, String why) {
    Binding binding = record.binding();
    Optional<String> underWay = binding.status().act();
    if (underWay.filter(act::equals).isPresent()) {
      return record;
    }
    List<Acted> lines = new ArrayList<>();
    underWay.ifPresent(
        other ->
            lines.add(
                new Acted(
                    at,
                    BindingStatus.word(other),
                    Outcome.FAILED,
                    binding.consumer() + ": it was not done before another act began: " + act)));
    lines.add(new Acted(at, BindingStatus.word(act), Outcome.BEGUN, why));
    return record.about(binding.with(binding.status().withAct(Optional.of(act)))).acting(lines);
  }

  /** The record of its end, with what is written down of it. */
  static BindingRecord done(BindingRecord record, Instant at, String what) {
    Binding binding = record.binding();
    List<Acted> lines =
        binding.status().act().stream()
            .map(act -> new Acted(at, BindingStatus.word(act), Outcome.DONE, what))
            .toList();
    return record.about(binding.with(binding.status().withAct(Optional.empty()))).acting(lines);
  }
}
