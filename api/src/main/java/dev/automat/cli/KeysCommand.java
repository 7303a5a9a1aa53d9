package dev.automat.cli;

import dev.automat.keys.ConfiguredKeys;
import dev.automat.secret.KeySource;
import dev.automat.secret.KeyWrap;
import dev.automat.secret.SecretBox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Works on the keys that credentials are sealed with. */
@Command(
    name = "keys",
    description = "Work on the keys that credentials are sealed with.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeysCommand.Create.class,
      KeysCommand.ListCommand.class,
      KeysRotateCommand.class,
      KeysRetireCommand.class
    })
final class KeysCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: automat keys create FILE");
  }

  /** Makes a key file; one that is there stays as it is. */
  @Command(
      name = "create",
      description =
          "Make a key file, readable by its owner alone. Keep a copy: without it no stored"
              + " credential can be read.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Parameters(
        arity = "1",
        paramLabel = "FILE",
        description = "Where secrets.keyFile will point to.")
    private Path file = Path.of("keys.json");

    @Option(
        names = "--kms",
        paramLabel = "URI",
        description =
            "Seal the file with this key of a key management service, such as"
                + " aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID.")
    private Optional<String> kms = Optional.empty();

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      if (Files.exists(file)) {
        console.say(file + " is there already and stays as it is: name another file");
        return ExitCode.FAILED;
      }
      String keyId =
          kms.isPresent() ? sealed(kms.get()) : SecretBox.open(file, true).primaryKeyId();
      console.say(
          "key "
              + keyId
              + " made in "
              + file
              + ": keep a copy, and set secrets.keyFile to where it is"
              + kms.map(uri -> ", and secrets.kms to " + uri).orElse(""));
      return ExitCode.OK;
    }

    private String sealed(String uri) {
      try (Platform loaded = platform.load(List.of())) {
        KeyWrap wrap = ConfiguredKeys.wrap(uri, loaded.plugins());
        return SecretBox.openOrMake(KeySource.file(file, Optional.of(wrap))).primaryKeyId();
      }
    }
  }

  /** Shows the keys. */
  @Command(
      name = "list",
      description = "Show the keys, what is sealed with each, and which replica has which.",
      mixinStandardHelpOptions = true)
  static final class ListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        JsonNode body = client.get("/v1/keys").body();
        Console console = Console.of(spec);
        console.say(
            Format.table(
                List.of("KEY", "STATE", "SECRETS", "REPLICAS"),
                body.path("keys").valueStream().map(key -> row(key, body)).toList()));
        return ExitCode.OK;
      }
    }

    private static List<String> row(JsonNode key, JsonNode body) {
      String id = key.path("id").asString("");
      List<JsonNode> replicas = body.path("replicas").valueStream().toList();
      long have =
          replicas.stream()
              .filter(
                  replica ->
                      replica
                          .path("keys")
                          .valueStream()
                          .anyMatch(one -> one.asString("").equals(id)))
              .count();
      return List.of(
          id, state(key, body), key.path("secrets").asString(""), have + " of " + replicas.size());
    }

    private static String state(JsonNode key, JsonNode body) {
      if (key.path("id").asString("").equals(body.path("sealing").asString(""))) {
        return "seals";
      }
      if (key.path("needed").asBoolean()) {
        return key.path("here").asBoolean() ? "opens" : "missing";
      }
      return "unused";
    }
  }
}
