package dev.automat.trial;

import dev.automat.spi.OwnershipTags;
import dev.automat.trial.Inventory.Main;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What stands in an account, against what is to stand there. Each line of what is wrong begins with
 * the word for it, and names the object.
 *
 * @param expected the documents of all that is to stand, by what stands for it
 */
record Reckoning(Map<Main, JsonNode> expected, Inventory inventory) {

  /** Each has one object that stands for it, and there is no other. */
  List<String> ofMainObjects() {
    List<String> wrong = new ArrayList<>();
    Map<Main, String> found = new HashMap<>();
    inventory
        .everything()
        .forEach(
            (line, tags) ->
                inventory
                    .main(line)
                    .ifPresent(
                        main -> {
                          if (!expected.containsKey(main)) {
                            wrong.add(surplus(line, tags));
                          } else if (found.putIfAbsent(main, line) != null) {
                            wrong.add("doubled: " + line + " beside " + found.get(main));
                          }
                        }));
    expected.forEach(
        (main, document) -> {
          if (!found.containsKey(main)) {
            wrong.add("lost: " + main.kind() + " " + main.name() + " of " + uid(document));
          }
        });
    return wrong.stream().sorted().toList();
  }

  /**
   * Of all that belongs to what stands there is something; else nobody would see it leak either.
   */
  List<String> ofParts() {
    Set<String> lines = inventory.everything().keySet();
    List<String> wrong = new ArrayList<>();
    expected.forEach(
        (main, document) -> {
          for (Pattern part : inventory.parts(main, uid(document))) {
            if (lines.stream().noneMatch(line -> part.matcher(line).matches())) {
              wrong.add("lost: " + part.pattern().replaceAll("\\\\[QE]", ""));
            }
          }
        });
    return wrong;
  }

  /** What belongs to nothing that is to stand, or does not say that it does; copies apart. */
  List<String> ofAll() {
    List<String> wrong = new ArrayList<>();
    Map<String, String> copies = inventory.copies();
    Map<String, String> parts = new TreeMap<>();
    inventory
        .everything()
        .forEach(
            (line, tags) -> {
              if (!copies.containsKey(line)) {
                fault(line, tags, parts).ifPresent(wrong::add);
              }
            });
    return wrong;
  }

  /**
   * @param parts the lines so far, by what they are of
   */
  private Optional<String> fault(String line, Map<String, String> tags, Map<String, String> parts) {
    for (Map.Entry<Main, JsonNode> owner : expected.entrySet()) {
      String uid = uid(owner.getValue());
      Optional<Pattern> part = part(inventory, owner.getKey(), uid, line);
      if (part.isPresent()) {
        if (!inventory.isWithoutTags(line) && !uid.equals(tags.get(OwnershipTags.UID))) {
          return Optional.of("wrong tags: " + line + " of " + uid + " " + tags);
        }
        return Optional.ofNullable(parts.putIfAbsent(part.get().pattern(), line))
            .map(other -> "doubled: " + line + " beside " + other);
      }
    }
    return Optional.of(surplus(line, tags));
  }

  private String surplus(String line, Map<String, String> tags) {
    boolean another =
        expected.values().stream().anyMatch(one -> uid(one).equals(tags.get(OwnershipTags.UID)));
    return (another ? "doubled: " : "leaked: ") + line + " " + tags;
  }

  /** Whether that line is of the resource or one of its children. */
  static boolean isPart(Inventory inventory, Main main, JsonNode document, String line) {
    return part(inventory, main, uid(document), line).isPresent();
  }

  private static Optional<Pattern> part(Inventory inventory, Main main, String uid, String line) {
    return inventory.parts(main, uid).stream()
        .filter(pattern -> pattern.matcher(line).matches())
        .findFirst();
  }

  static String uid(JsonNode document) {
    return document.at("/metadata/uid").asString();
  }
}
