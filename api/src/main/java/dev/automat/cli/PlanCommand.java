package dev.automat.cli;

import dev.automat.admission.Verdict;
import dev.automat.api.document.StackDocument;
import dev.automat.api.document.StackEnvelope;
import dev.automat.config.Configuration;
import dev.automat.document.Document;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import dev.automat.stack.StackVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows what would be made. */
@Command(
    name = "plan",
    description = "Show what would be made of the documents in files. Works without a server.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private TeamFileOption teams = new TeamFileOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "YAML or JSON; - is standard input.")
  private List<String> files = List.of();

  @Option(names = "--on-server", description = "Ask the server, which knows what exists.")
  private boolean onServer;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "yaml or json. Default: yaml.")
  private Format format = Format.yaml;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    List<Document> documents = RequestFiles.read(files);
    boolean asked = onServer || spec.commandLine().getParseResult().hasMatchedOption("--server");
    return asked ? askServer(documents, console) : askHere(documents, console);
  }

  private int askHere(List<Document> documents, Console console) {
    try (Platform loaded = server.platform().load(List.of())) {
      Configuration configuration = loaded.configuration();
      Offline offline = new Offline(configuration, loaded.plugins(), teams.read(configuration));
      return askHere(offline, documents, console);
    }
  }

  private int askHere(Offline offline, List<Document> documents, Console console) {
    console.remark(offline.catalogue());
    int exitCode = ExitCode.OK;
    for (Document document : documents) {
      if (StackEnvelope.isOne(document.root())) {
        exitCode = Math.max(exitCode, stackHere(offline, document, console));
        continue;
      }
      switch (offline.verdict(document)) {
        case Verdict.Admitted(var plan, _, _) -> {
          show(document, Json.tree(plan), "", console);
          warn(document, Checked.warnings(plan), console);
        }
        case Verdict.NeedsWaiver(var plan, var denied) -> {
          exitCode = ExitCode.FAILED;
          show(document, Json.tree(plan), "", console);
          console.remark(Offline.nameOf(document) + ": refused; waivers are not evaluated offline");
          denied.forEach(v -> console.remark(ProblemText.of(v, Optional.of(document))));
          warn(document, Checked.warnings(plan), console);
        }
        case Verdict.Refused(var violations) -> {
          exitCode = ExitCode.FAILED;
          console.remark(Offline.nameOf(document) + ": refused");
          violations.forEach(v -> console.remark(ProblemText.of(v, Optional.of(document))));
        }
      }
    }
    return exitCode;
  }

  private int stackHere(Offline offline, Document document, Console console) {
    StackVerdict verdict = offline.stack(document);
    Checked checked = Checked.offline(document, verdict);
    checked
        .digest()
        .ifPresent(
            _ -> {
              show(document, StackDocument.offline(verdict.plans()), "", console);
              warn(document, checked.warnings(), console);
            });
    if (checked.allowed()) {
      return ExitCode.OK;
    }
    console.remark(
        Offline.nameOf(document)
            + ": refused"
            + (checked.mayBeWaived() ? "; waivers are not evaluated offline" : ""));
    checked.violations().forEach(v -> console.remark(ProblemText.of(v, Optional.of(document))));
    return ExitCode.FAILED;
  }

  private static void warn(Document document, List<Violation> warnings, Console console) {
    warnings.forEach(
        each -> console.remark("warning: " + ProblemText.of(each, Optional.of(document))));
  }

  private void show(Document document, JsonNode plan, String change, Console console) {
    if (format != Format.json) {
      console.say("# " + Offline.nameOf(document) + CostWords.of(plan.path("cost")) + change);
    }
    console.say(format.write(plan));
  }

  private int askServer(List<Document> documents, Console console) {
    int exitCode = ExitCode.OK;
    try (ApiClient client = server.client()) {
      for (Document document : documents) {
        try {
          String path = ApplyCommand.pathOf(document, client) + "?validateOnly=true";
          JsonNode preview = client.put(path, KeptDocument.of(document), Map.of()).body();
          show(
              document, preview.path("plan"), CostWords.change(preview.path("costDelta")), console);
          warn(document, ProblemText.violations(preview.path("warnings")), console);
        } catch (RefusedException e) {
          exitCode = ExitCode.FAILED;
          console.remark(Offline.nameOf(document) + ": refused");
          console.remark(ProblemText.of(e.problem(), Optional.of(document)));
        }
      }
    }
    return exitCode;
  }
}
