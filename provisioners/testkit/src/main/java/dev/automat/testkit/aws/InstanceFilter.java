package dev.automat.testkit.aws;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The filters of a list of databases by name and by resource id. Moto can not filter by ids that it
 * did not give, nor what it has lost already.
 */
record InstanceFilter(Set<String> names, Set<String> ids) {

  static InstanceFilter of(AwsCall call) {
    return new InstanceFilter(values(call, "db-instance-id"), values(call, "dbi-resource-id"));
  }

  /** The same call without filters. */
  AwsCall forMoto(AwsCall call) {
    if (names.isEmpty() && ids.isEmpty()) {
      return call;
    }
    Map<String, String> kept = new LinkedHashMap<>(call.parameters());
    kept.keySet().removeIf(name -> name.startsWith("Filters."));
    return call.withForm(kept);
  }

  void apply(Document document) {
    for (Element instance : Xml.all(document, "DBInstance")) {
      if (!fits(names, DatabaseView.name(instance))
          || !fits(ids, Xml.value(instance, "DbiResourceId"))) {
        Xml.remove(instance);
      }
    }
  }

  private static boolean fits(Set<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static Set<String> values(AwsCall call, String filter) {
    Set<String> values = new LinkedHashSet<>();
    call.parameters()
        .forEach(
            (name, value) -> {
              if (name.endsWith(".Name") && value.equals(filter)) {
                String stem = name.substring(0, name.length() - "Name".length()) + "Values.";
                call.parameters()
                    .forEach(
                        (other, wanted) -> {
                          if (other.startsWith(stem)) {
                            values.add(wanted);
                          }
                        });
              }
            });
    return values;
  }
}
