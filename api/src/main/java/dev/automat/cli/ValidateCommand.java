package dev.automat.cli;

import dev.automat.config.Configuration;
import dev.automat.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether documents would be accepted. */
@Command(
    name = "validate",
    description = {
      "Say whether the documents in files would be accepted.",
      "Works without a server; with --on-server also checks what only it can know."
    },
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private TeamFileOption teams = new TeamFileOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "YAML or JSON, many documents if you like; a directory; or - for standard input.")
  private List<String> files = List.of();

  @Option(names = "--on-server", description = "Ask the server (--server does too).")
  private boolean onServer;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description =
          "text, json, sarif (2.1.0, for code hosts) or markdown (for a comment). Default: text.")
  private Report report = Report.text;

  @Override
  public Integer call() {
    RequestFiles.Found found = RequestFiles.find(files);
    List<Checked> all = new ArrayList<>(Twins.refused(checked(found.documents())));
    all.addAll(found.unreadable());
    Console.of(spec).say(report.write(all));
    return all.stream().allMatch(Checked::allowed) ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<Checked> checked(List<Document> documents) {
    boolean asked = onServer || spec.commandLine().getParseResult().hasMatchedOption("--server");
    return asked ? askServer(documents) : askHere(documents);
  }

  private List<Checked> askHere(List<Document> documents) {
    try (Platform loaded = server.platform().load(List.of())) {
      Configuration configuration = loaded.configuration();
      Offline offline = new Offline(configuration, loaded.plugins(), teams.read(configuration));
      Console.of(spec).remark(offline.catalogue());
      return documents.stream().map(offline::checked).toList();
    }
  }

  private List<Checked> askServer(List<Document> documents) {
    try (ApiClient client = server.client()) {
      return new Verdicts(client, PutQuery.PLAIN).of(documents, KeptDocument::of);
    }
  }
}
