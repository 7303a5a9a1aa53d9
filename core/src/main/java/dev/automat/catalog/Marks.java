package dev.automat.catalog;

import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Works out what a change of an input means. */
final class Marks {

  private Marks() {}

  static Map<String, InputMarks> of(InputForm inputs, Collection<Mapping> provisioners) {
    Map<String, InputMarks> marks = new LinkedHashMap<>();
    for (String input : inputs.names()) {
      SortedMap<String, Change> changes = new TreeMap<>();
      for (Mapping mapping : provisioners) {
        mapping
            .descriptor()
            .flatMap(type -> hardest(mapping, type, input))
            .ifPresent(change -> changes.put(mapping.provisioner(), change));
      }
      marks.put(
          input,
          new InputMarks(
              inputs.marked(input, "immutable"),
              inputs.marked(input, "growOnly"),
              Collections.unmodifiableSortedMap(changes)));
    }
    return Collections.unmodifiableMap(marks);
  }

  private static Optional<Change> hardest(Mapping mapping, TypeDescriptor type, String input) {
    return mapping.settingsByInput().getOrDefault(input, List.of()).stream()
        .map(type::changeOf)
        .max(Comparator.naturalOrder());
  }
}
