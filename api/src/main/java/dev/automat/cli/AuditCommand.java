package dev.automat.cli;

import dev.automat.audit.AuditVerification;
import dev.automat.audit.Checkpoint;
import dev.automat.audit.CheckpointFile;
import dev.automat.audit.CheckpointFile.Content;
import dev.automat.audit.SealedLine;
import dev.automat.document.Unreadable;
import dev.automat.resource.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Keeps and checks the audit log. */
@Command(
    name = "audit",
    description = "Export the audit log, and check that nobody changed it.",
    mixinStandardHelpOptions = true,
    subcommands = {AuditCommand.Export.class, AuditCommand.Verify.class})
final class AuditCommand implements Runnable {

  private static final int PAGE = 500;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: automat audit export or verify");
  }

  /** All sealed lines of a server, in the order of the chain. */
  private static void lines(ApiClient client, long after, Consumer<JsonNode> taker) {
    long next = after;
    while (true) {
      JsonNode page = client.get("/v1/audit/lines?limit=" + PAGE + "&after=" + next).body();
      page.path("items").forEach(taker);
      if (!page.has("next")) {
        return;
      }
      next = page.path("next").asLong();
    }
  }

  /** Writes lines of the log, and nothing else, to standard output. */
  @Command(
      name = "export",
      description = {
        "Write the log to standard output, in the order of the chain: as lines of JSON, or as CSV.",
        "Whoever keeps lines of JSON can check them later without the server: automat audit verify"
            + " --log."
      },
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {

    private static final List<String> COLUMNS =
        List.of(
            "position",
            "at",
            "actor",
            "issuer",
            "subject",
            "operation",
            "permission",
            "team",
            "target",
            "outcome",
            "reason",
            "uid",
            "before",
            "after",
            "changed",
            "rules",
            "ruleset",
            "requestId",
            "sequence",
            "hash");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Option(
        names = "--after",
        paramLabel = "POSITION",
        description = "Only what comes behind that position, to go on with an older export.")
    private long after;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "json or csv. Default: json.")
    private Form form = Form.json;

    /** How a line is written. */
    enum Form {
      json,
      csv
    }

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      try (ApiClient client = server.client()) {
        switch (form) {
          case json -> lines(client, after, line -> console.say(Json.write(line)));
          case csv -> {
            console.out().print(Csv.of(List.of(COLUMNS)));
            lines(client, after, line -> console.out().print(Csv.of(List.of(cells(line)))));
            console.out().flush();
          }
        }
        return ExitCode.OK;
      }
    }

    private static List<String> cells(JsonNode line) {
      return COLUMNS.stream()
          .map(column -> cell(line.has(column) ? line.path(column) : change(line, column)))
          .toList();
    }

    private static JsonNode change(JsonNode line, String column) {
      return line.path("change").path(column);
    }

    private static String cell(JsonNode value) {
      return value.isObject() ? Json.write(value) : value.asString("");
    }
  }

  /** Says what is wrong with the log, or how far it is vouched for. */
  @Command(
      name = "verify",
      description = {
        "Check that no line of the log was changed, taken out, put in or cut off.",
        "The lines come from the server, or from an export. That the end is missing shows only"
            + " against checkpoints, which the server appends to a file outside its database."
      },
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Option(
        names = "--log",
        paramLabel = "FILE",
        description = "What automat audit export wrote, from the first line on.")
    private Optional<Path> log = Optional.empty();

    @Option(
        names = "--checkpoints",
        paramLabel = "FILE",
        description =
            "A file of checkpoints, best a copy from where nobody can change it; one of each"
                + " replica. Else the one that a server with this configuration writes.")
    private List<Path> files = List.of();

    @Option(
        names = "--key",
        paramLabel = "FINGERPRINT",
        description =
            "The key that must have signed the checkpoints, as the server's log named it at its"
                + " start.")
    private Optional<String> key = Optional.empty();

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      List<String> findings = new ArrayList<>();
      AuditVerification verification = new AuditVerification(checkpoints(findings, console), key);
      feed(verification);
      findings.addAll(verification.end());
      findings.forEach(console::say);
      if (!findings.isEmpty()) {
        console.remark(
            "the log is not as it was written. If the store was restored from a backup, that is"
                + " why; if not, somebody changed the database");
        return ExitCode.FAILED;
      }
      console.say(verification.lines() + " lines, none changed and none missing");
      console.say(vouched(verification));
      return ExitCode.OK;
    }

    private static String vouched(AuditVerification verification) {
      return verification
          .furthest()
          .map(
              checkpoint ->
                  "vouched for up to line "
                      + checkpoint.link().position()
                      + " by the checkpoint of "
                      + checkpoint.at()
                      + ", signed with "
                      + checkpoint.fingerprint())
          .orElse(
              "nothing vouches for the end of the log: lines that were cut off there do not show."
                  + " Name the file of checkpoints with --checkpoints");
    }

    private List<Checkpoint> checkpoints(List<String> findings, Console console) {
      List<Checkpoint> checkpoints = new ArrayList<>();
      for (Path file : files.isEmpty() ? usual() : files) {
        Content content = read(file);
        // Half a line is what a kill leaves; it vouches for nothing, and is no finding by itself.
        content.broken().forEach(console::remark);
        if (content.checkpoints().isEmpty() && !files.isEmpty()) {
          findings.add("there is no checkpoint in " + file);
        }
        checkpoints.addAll(content.checkpoints());
      }
      return checkpoints;
    }

    private List<Path> usual() {
      if (log.isPresent()) {
        return List.of(); // Whose export it is, nobody knows.
      }
      try (Platform loaded = server.platform().load(List.of())) {
        Path file = loaded.configuration().audit().checkpoints();
        return Files.exists(file) ? List.of(file) : List.of();
      }
    }

    private static Content read(Path file) {
      try {
        // Where it is not there, it is read as an empty one.
        file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
        return new CheckpointFile(file).read();
      } catch (UncheckedIOException e) {
        throw unreadable(file, Unreadable.cause(e));
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    private static CommandException unreadable(Path file, IOException e) {
      return new CommandException(
          ExitCode.USAGE, file + " can not be read: " + Unreadable.why(e), e);
    }

    private void feed(AuditVerification verification) {
      if (log.isPresent()) {
        feed(log.get(), verification);
        return;
      }
      try (ApiClient client = server.client()) {
        lines(client, 0, line -> verification.take(SealedLine.of(line)));
      }
    }

    private static void feed(Path file, AuditVerification verification) {
      int number = 0;
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
          number++;
          verification.take(SealedLine.parse(text));
        }
      } catch (IOException e) {
        throw unreadable(file, e);
      } catch (IllegalArgumentException e) {
        throw new CommandException(
            ExitCode.USAGE, file + ", line " + number + ": " + e.getMessage(), e);
      }
    }
  }
}
