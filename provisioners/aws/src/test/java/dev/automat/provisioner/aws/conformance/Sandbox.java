package dev.automat.provisioner.aws.conformance;

import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.tagging.TaggedResource;
import dev.automat.provisioner.aws.tagging.TaggedResources;
import dev.automat.spi.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The account of AWS in which the kit may work.
 *
 * @param configuration of the plugin
 * @param scope the account, the region, and an installation of this run alone
 */
record Sandbox(Map<String, Object> configuration, Scope scope) {

  private static @Nullable Sandbox current;

  /** The one that a test class, which is made without arguments, works in. */
  static Sandbox current() {
    if (current == null) {
      throw new IllegalStateException("run this with ./automat conformance --target real");
    }
    return current;
  }

  void makeCurrent() {
    current = this;
  }

  /**
   * @param installation what everything will be tagged with
   * @throws Refused if the configuration has no such account, or another id was confirmed
   */
  static Sandbox of(Arguments arguments, String installation) {
    Map<String, Object> aws = map(map(read(arguments.config()), "provisioners"), "aws");
    String account = arguments.required("--account");
    Map<String, Object> settings = map(map(aws, "accounts"), account);
    String id = String.valueOf(settings.get("id"));
    String confirmed = arguments.required("--confirm-account");
    if (!confirmed.equals(id)) {
      throw new Refused(
          "account %s is %s in %s, and --confirm-account says %s: nothing is done"
              .formatted(account, id, arguments.config(), confirmed));
    }
    String region = arguments.required("--region");
    map(map(settings, "regions"), region);
    return new Sandbox(aws, new Scope(account, region, installation));
  }

  /** Whether it is a stand-in's: a rehearsal, which proves nothing about AWS. */
  boolean isRehearsal() {
    return configuration.containsKey("endpoint");
  }

  /** All that carries this run's tag, of whatever service. */
  List<String> leaks() {
    try (TestAccount account = TestAccount.configured(configuration, scope)) {
      List<String> arns = new ArrayList<>();
      Optional<String> next = Optional.empty();
      do {
        TaggedResources page =
            TaggedResources.page(account.place(), List.of(), scope.installation(), next);
        page.resources().stream().map(TaggedResource::arn).forEach(arns::add);
        next = page.next();
      } while (next.isPresent());
      return arns;
    }
  }

  private static Map<String, Object> read(Path file) {
    try {
      Object document =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
      return asMap(document, file + " is no configuration");
    } catch (IOException | YamlEngineException failure) {
      throw new Refused(file + " can not be read: " + failure.getMessage());
    }
  }

  private static Map<String, Object> map(Map<String, Object> in, String key) {
    return asMap(
        in.getOrDefault(key, ""),
        "the configuration has no " + key + " where provisioners.aws.accounts is looked for");
  }

  @SuppressWarnings("unchecked") // Keys of a YAML mapping that names things are text.
  private static Map<String, Object> asMap(Object value, String otherwise) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new Refused(otherwise);
  }
}
