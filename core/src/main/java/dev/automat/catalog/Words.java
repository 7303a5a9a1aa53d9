package dev.automat.catalog;

import dev.automat.policy.Vocabulary;
import dev.automat.policy.Vocabulary.LeftOut;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells rules what they may speak of. */
final class Words {

  private Words() {}

  static Vocabulary of(
      Collection<Kind> kinds, Collection<List<Module>> modules, List<LeftOut> leftOut) {
    List<Module> all = modules.stream().flatMap(List::stream).toList();
    return new Vocabulary(
        Stream.concat(kinds.stream().map(Kind::name), leftOut.stream().map(LeftOut::kind))
            .distinct()
            .toList(),
        Environment.NAMES,
        SpecForm.fields(),
        all.stream()
            .flatMap(module -> module.guardrails().stream())
            .map(Guardrail::rule)
            .collect(Collectors.toSet()),
        all.stream().map(Module::words).toList(),
        leftOut);
  }
}
