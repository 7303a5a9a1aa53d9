package dev.automat.cli;

import dev.automat.admission.Verdict;
import dev.automat.config.Configuration;
import dev.automat.document.Document;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    List<Document> documents = RequestFiles.read(files);
    boolean asked = onServer || spec.commandLine().getParseResult().hasMatchedOption("--server");
    long refused = asked ? askServer(documents, console) : askHere(documents, console);
    return refused == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private long askHere(List<Document> documents, Console console) {
    try (Platform loaded = server.platform().load(List.of())) {
      Configuration configuration = loaded.configuration();
      Offline offline = new Offline(configuration, loaded.plugins(), teams.read(configuration));
      return askHere(offline, documents, console);
    }
  }

  private static long askHere(Offline offline, List<Document> documents, Console console) {
    long refused = 0;
    for (Document document : documents) {
      switch (offline.verdict(document)) {
        case Verdict.Admitted(var plan, var notEvaluated) ->
            console.say(
                Offline.nameOf(document)
                    + ": ok, "
                    + plan.digest()
                    + CostWords.of(Json.tree(plan).path("cost"))
                    + " (not evaluated offline: "
                    + String.join(", ", notEvaluated)
                    + ")");
        case Verdict.Refused(var violations) -> {
          refused++;
          refuse(document, violations, console);
        }
      }
    }
    return refused;
  }

  private static void refuse(Document document, List<Violation> violations, Console console) {
    console.say(Offline.nameOf(document) + ": refused");
    violations.forEach(violation -> console.say(ProblemText.of(violation, Optional.of(document))));
  }

  private long askServer(List<Document> documents, Console console) {
    ArrayNode bodies = Json.mapper().createArrayNode();
    documents.forEach(document -> bodies.add(KeptDocument.of(document)));
    try (ApiClient client = server.client()) {
      JsonNode verdicts = client.post("/v1/requests:validate", bodies).body();
      for (JsonNode verdict : verdicts.path("items")) {
        Document document = documents.get(verdict.path("index").asInt());
        if (verdict.path("allowed").asBoolean()) {
          console.say(
              Offline.nameOf(document)
                  + ": ok, would "
                  + verdict.path("effect").asString()
                  + ", "
                  + verdict.at("/plan/digest").asString()
                  + CostWords.of(verdict.at("/plan/cost"))
                  + CostWords.change(verdict.path("costDelta")));
          CostWords.warnings(verdict.path("warnings")).forEach(console::say);
        } else {
          console.say(Offline.nameOf(document) + ": refused");
          ObjectNode problem = Json.object();
          problem.set("violations", verdict.path("violations"));
          console.say(ProblemText.of(problem, Optional.of(document)));
        }
      }
      return verdicts.path("refused").asLong();
    }
  }
}
