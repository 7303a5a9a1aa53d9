package dev.automat.admission;

import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Growth;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.spi.TypeDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One setting that another plan gives another value.
 *
 * @param was empty: it had none
 * @param now empty: it has none any more
 */
public record SettingChange(
    String setting, Optional<JsonNode> was, Optional<JsonNode> now, Effect effect) {

  /** What the change means for what exists. */
  public enum Effect {
    IN_PLACE("in-place"),
    /** It grows, and can never shrink again. */
    GROW_ONLY("grow-only"),
    /** What exists can not become so. */
    REPLACE("replace");

    private final String text;

    Effect(String text) {
      this.text = text;
    }

    /** As programs compare it. */
    public String text() {
      return text;
    }
  }

  /** All settings that differ, in the order of their names. */
  public static List<SettingChange> between(Plan was, Plan now, InstalledPlugins plugins) {
    Optional<TypeDescriptor> type = plugins.type(now.type());
    boolean another = !was.type().equals(now.type());
    List<SettingChange> changes = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(was.settings().keySet());
    names.addAll(now.settings().keySet());
    for (String name : names) {
      Optional<JsonNode> before = value(was.settings(), name);
      Optional<JsonNode> after = value(now.settings(), name);
      if (!same(before, after)) {
        Effect effect =
            another
                ? Effect.REPLACE
                : type.map(known -> effect(known, name, was, now)).orElse(Effect.IN_PLACE);
        changes.add(new SettingChange(name, before, after, effect));
      }
    }
    return List.copyOf(changes);
  }

  private static Effect effect(TypeDescriptor type, String name, Plan was, Plan now) {
    return switch (type.changeOf(name)) {
      case IN_PLACE -> Effect.IN_PLACE;
      case REPLACE -> Effect.REPLACE;
      case GROW_ONLY -> shrinks(name, was, now) ? Effect.REPLACE : Effect.GROW_ONLY;
    };
  }

  private static boolean shrinks(String name, Plan was, Plan now) {
    Optional<Object> before = Optional.ofNullable(was.settings().get(name));
    Optional<Object> after = Optional.ofNullable(now.settings().get(name));
    return before.isPresent()
        && (after.isEmpty() || Growth.compare(after.get(), before.get()).orElse(0) < 0);
  }

  /** As it is stored: what was read from there has the same numbers in another class. */
  private static Optional<JsonNode> value(Map<String, Object> settings, String name) {
    return Optional.ofNullable(settings.get(name))
        .map(value -> Json.read(Json.write(value), JsonNode.class));
  }

  private static boolean same(Optional<JsonNode> was, Optional<JsonNode> now) {
    return was.isPresent()
        && now.isPresent()
        && Differences.subset(was.get(), now.get(), "").isEmpty()
        && Differences.subset(now.get(), was.get(), "").isEmpty();
  }
}
