package dev.automat.testkit.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** What moto has lost already, and a real cloud would still show as being deleted. */
final class Graves {

  private record Grave(Element last, Instant until) {}

  private final Map<Id, Grave> graves = new HashMap<>();

  void bury(Id id, Element last, Instant until) {
    graves.put(id, new Grave(Xml.detached(last), until));
  }

  /** What is still being deleted under this name. */
  Optional<Element> at(Id id, Instant now) {
    graves.values().removeIf(grave -> !now.isBefore(grave.until));
    return Optional.ofNullable(graves.get(id)).map(Grave::last);
  }

  /** All that is still being deleted where the call looks. */
  List<Element> of(AwsCall call, Instant now) {
    List<Element> dying = new ArrayList<>();
    graves.forEach(
        (id, grave) -> {
          if (id.isWhere(call) && now.isBefore(grave.until)) {
            dying.add(grave.last);
          }
        });
    return dying;
  }
}
