package dev.automat.plugin;

import dev.automat.plugin.LoadedPlugin.Description;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import dev.automat.spi.TypeDescriptor;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Whether what a plugin says of itself can be worked with. */
final class Descriptions {

  /** As the SPI says. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");

  private Descriptions() {}

  /**
   * @param expected what the plugin must be called: its folder's name, which the pin is for
   */
  static void check(Description description, Optional<String> expected) throws PluginFailure {
    String name = description.name();
    if (Stream.of(name, description.configurationSchema()).anyMatch(Objects::isNull)) {
      throw new PluginFailure("it says null of itself: tell its authors");
    }
    checkName(name, expected);
    Set<String> seen = new HashSet<>();
    for (TypeDescriptor type : description.types()) {
      checkType(name, type);
      if (!seen.add(type.type())) {
        throw new PluginFailure("it declares " + type.type() + " twice: tell its authors");
      }
    }
  }

  private static void checkName(String name, Optional<String> expected) throws PluginFailure {
    checkName(name);
    if (expected.isPresent() && !expected.get().equals(name)) {
      throw new PluginFailure(
          "it calls itself "
              + name
              + ": name its folder or jar so, as pins and modules name plugins by that");
    }
  }

  static void checkName(String name) throws PluginFailure {
    if (!NAME.matcher(name).matches()) {
      throw new PluginFailure(
          "its name "
              + name
              + " is none: give it lowercase letters, digits and hyphens, at most 20, a letter"
              + " first");
    }
  }

  private static void checkType(String name, TypeDescriptor type) throws PluginFailure {
    if (Stream.of(
            type.type(),
            type.settingsSchema(),
            type.naming(),
            type.listDepth(),
            type.credentials(),
            type.settleTime(),
            type.typicalCreate(),
            type.rateLimit(),
            type.bindings(),
            type.tagRules())
        .anyMatch(Objects::isNull)) {
      throw new PluginFailure("the descriptor " + type.type() + " has a null: tell its authors");
    }
    if (!type.type().startsWith(name + "/")) {
      throw new PluginFailure(
          "it declares " + type.type() + ": a type begins with its plugin's name and a slash");
    }
  }

  /** The schemas, which only code from outside must show to be right: this costs milliseconds. */
  static void checkSchemas(Description description) throws PluginFailure {
    checkSchema("configurationSchema()", description.configurationSchema());
    for (TypeDescriptor type : description.types()) {
      checkSchema("the settings schema of " + type.type(), type.settingsSchema());
    }
  }

  private static void checkSchema(String what, String text) throws PluginFailure {
    try {
      Schema.compile(Json.read(text, JsonNode.class));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new PluginFailure(what + " " + e.getMessage() + ": tell its authors");
    }
  }
}
