package dev.automat.catalog;

import dev.automat.document.Document;
import dev.automat.schema.Complaints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What deprecated versions of one kind say of what to use in their place. */
final class Successors {

  private static final String POINTER = "/status/deprecated/moveTo";

  private final List<Module> all;
  private final Set<String> leftOut;

  /**
   * @param all of a kind
   * @param leftOut names of modules of the kind of which something was left out: whoever names one
   *     of those has made no mistake
   */
  Successors(List<Module> all, Set<String> leftOut) {
    this.all = List.copyOf(all);
    this.leftOut = Set.copyOf(leftOut);
  }

  /**
   * @throws dev.automat.document.DocumentException if nobody can move to what it names
   */
  void check(Module module, Document document) {
    Optional<String> moveTo = module.status().moveTo();
    if (moveTo.isEmpty()) {
      return;
    }
    Complaints complaints = new Complaints(document);
    List<Module> meant = all.stream().filter(each -> isMeant(each, moveTo.get())).toList();
    String name = moveTo.get().split("@", 2)[0];
    if (meant.isEmpty() && !leftOut.contains(name)) {
      complaints.unknown(POINTER, "module to move to", moveTo.get(), exists(module));
    } else if (!meant.isEmpty() && meant.stream().allMatch(each -> each.status().isDeprecated())) {
      complaints.add(
          POINTER, moveTo.get() + " is deprecated itself: name what is to be used in the end");
    }
    complaints.throwIfAny();
  }

  private static boolean isMeant(Module module, String moveTo) {
    return module.id().equals(moveTo) || module.name().equals(moveTo);
  }

  private List<String> exists(Module but) {
    List<String> exists = new ArrayList<>();
    all.stream()
        .filter(each -> !each.id().equals(but.id()) && !each.status().isDeprecated())
        .map(Module::id)
        .forEach(exists::add);
    return exists;
  }
}
