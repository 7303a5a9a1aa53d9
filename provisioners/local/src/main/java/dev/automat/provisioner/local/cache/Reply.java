package dev.automat.provisioner.local.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a command answers, by the types of RESP2. */
sealed interface Reply {

  /** A status or a string. */
  record Text(String value) implements Reply {}

  /** An integer. */
  record Whole(long value) implements Reply {}

  /** An array. */
  record Many(List<Reply> all) implements Reply {

    public Many {
      all = List.copyOf(all);
    }
  }

  /** The null of strings and arrays. */
  record Nothing() implements Reply {}

  /** Its text form; that of an array is empty. */
  default String text() {
    return switch (this) {
      case Text(String value) -> value;
      case Whole(long value) -> Long.toString(value);
      case Many _, Nothing _ -> "";
    };
  }

  /** The items of an array; of anything else there are none. */
  default List<Reply> items() {
    return this instanceof Many(List<Reply> all) ? all : List.of();
  }

  /** The items of an array as texts. */
  default List<String> texts() {
    List<String> texts = new ArrayList<>();
    items().forEach(item -> texts.add(item.text()));
    return texts;
  }

  /** What stands behind the key in an array of keys and values. */
  default Optional<Reply> field(String key) {
    List<Reply> all = items();
    for (int i = 0; i + 1 < all.size(); i += 2) {
      if (all.get(i).text().equals(key)) {
        return Optional.of(all.get(i + 1));
      }
    }
    return Optional.empty();
  }
}
