package dev.automat.promises;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Guardrail;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Mapping;
import dev.automat.catalog.MergedInputs;
import dev.automat.catalog.Module;
import dev.automat.expression.Variables;
import dev.automat.resource.Json;
import dev.automat.resource.Plan.Note;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The page, made of nothing but modules and descriptors. */
record PromisesPage(Catalog catalog) {

  private static final String HEAD =
      """
      # What each kind promises on each cloud
      Written by `PromisesPageIT` from the golden paths in `modules` and from what the plugins say of their types. Whoever changes one of them has it written anew:
      `mvn -pl api -am -Dtest=None -Dit.test=PromisesPageIT -Ddocs.update=true -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false verify`.

      The request is the same on each cloud, and so are the fields of the document. A key of the connection that the kind names means the same wherever it is there. What is made of a request is
      not always the same. *Where they differ* says where an input means nothing, where a request is refused, what a type can not do, and where Automat hands out no secret.
      """;

  String text() {
    StringBuilder page = new StringBuilder(HEAD);
    catalog.kinds().stream()
        .sorted(Comparator.comparing(Kind::name))
        .forEach(kind -> page.append(kind(kind)));
    return page.toString();
  }

  private String kind(Kind kind) {
    StringBuilder text = new StringBuilder("\n## " + kind.name() + "\n");
    text.append("Connection: ")
        .append(
            kind.connection().stream()
                .map(key -> "`" + key + "`")
                .collect(Collectors.joining(", ")))
        .append(". ")
        .append(
            kind.stateful()
                ? "Stateful: once ready it is never remade empty without a person's word.\n"
                : "Stateless: what is gone may be made again.\n");
    catalog.modules(kind.name()).stream()
        .sorted(Comparator.comparing(Module::id))
        .forEach(module -> text.append(module(kind, module)));
    return text.toString();
  }

  private static String module(Kind kind, Module module) {
    List<Mapping> clouds =
        module.provisioners().stream().sorted(Comparator.comparing(Mapping::provisioner)).toList();
    StringBuilder text = new StringBuilder("\n### " + module.id() + "\n");
    module.description().ifPresent(words -> text.append(words).append("\n"));
    text.append("\n| |").append(cells(clouds, Mapping::provisioner));
    text.append("\n|---|").append("---|".repeat(clouds.size()));
    row(text, "made of", clouds, mapping -> "`" + mapping.type() + "`");
    for (Environment environment : module.environments()) {
      row(
          text,
          "in " + environment.name(),
          clouds,
          mapping -> settings(module, mapping, environment));
    }
    row(text, "drift that is only told", clouds, PromisesPage::reported);
    row(text, "its own credentials", clouds, of(PromisesPage::credentials));
    row(text, "an application is bound", clouds, of(PromisesPage::bindings));
    row(text, "at its end", clouds, of(PromisesPage::quarantine));
    row(text, "a copy of what is deleted", clouds, of(PromisesPage::recovery));
    row(text, "outputs", clouds, of(PromisesPage::outputs));
    row(text, "a change that replaces it", clouds, mapping -> replacing(module, mapping));
    text.append("\n\n**Where they differ**\n").append(differences(kind, module, clouds));
    return text.toString();
  }

  private static Function<Mapping, String> of(Function<TypeDescriptor, String> words) {
    return mapping -> words.apply(mapping.descriptor().orElseThrow());
  }

  private static void row(
      StringBuilder text, String head, List<Mapping> clouds, Function<Mapping, String> cell) {
    text.append("\n| ").append(head).append(" |").append(cells(clouds, cell));
  }

  private static String cells(List<Mapping> clouds, Function<Mapping, String> cell) {
    return clouds.stream()
        .map(mapping -> " " + cell.apply(mapping).replace("|", "\\|") + " |")
        .collect(Collectors.joining());
  }

  /** Of a request that says nothing but the environment. */
  private static String settings(Module module, Mapping mapping, Environment environment) {
    List<String> failed = new ArrayList<>();
    Map<String, Object> settings =
        mapping.settings(
            defaults(module, mapping, environment),
            (setting, why) -> failed.add(setting + ": " + why));
    if (!failed.isEmpty()) {
      throw new IllegalStateException(module.id() + " on " + mapping.type() + ": " + failed);
    }
    return new TreeMap<>(settings)
        .entrySet().stream()
            .map(each -> "`%s: %s`".formatted(each.getKey(), Json.write(each.getValue())))
            .collect(Collectors.joining("<br>"));
  }

  private static Variables defaults(Module module, Mapping mapping, Environment environment) {
    MergedInputs merged =
        module.merge(
            environment.defaultSize(),
            Optional.of(environment.name()),
            Optional.of("internal"),
            Json.object());
    Map<String, String> facts = new HashMap<>();
    facts.put("team", "team");
    facts.put("name", "name");
    facts.put("environment", environment.name());
    facts.put("classification", "internal");
    facts.put("cloud", mapping.provisioner());
    facts.put("region", "region");
    return module.variables(environment.defaultSize().flatMap(module::size), merged, facts);
  }

  private static String reported(Mapping mapping) {
    return list(
        mapping.drift().entrySet().stream()
            .filter(each -> each.getValue().equals("report"))
            .map(each -> "`" + each.getKey() + "`")
            .toList());
  }

  private static String credentials(TypeDescriptor type) {
    return switch (type.credentials()) {
      case USERNAME_PASSWORD -> "a user and a password that Automat makes";
      case NONE -> "none that Automat makes";
    };
  }

  private static String bindings(TypeDescriptor type) {
    return type.bindings()
        .map(
            offer ->
                switch (offer.holder()) {
                      case USER -> "with a user of its own";
                      case PRINCIPAL -> "by a grant to its principal";
                      case SHARED -> "with the one secret of all, which the cloud made";
                    }
                    + ": "
                    + offer.access().stream()
                        .map(access -> access.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(" or ")))
        .orElse("no");
  }

  private static String quarantine(TypeDescriptor type) {
    return type.can(Ability.QUARANTINE)
        ? "out of reach first, with its data kept"
        : "deleted at once";
  }

  private static String recovery(TypeDescriptor type) {
    return type.can(Ability.RECOVERY)
        ? type.copySetting().map(setting -> "if `" + setting + "`").orElse("always")
        : "no";
  }

  private static String outputs(TypeDescriptor type) {
    return list(type.outputs().stream().map(key -> "`" + key + "`").toList());
  }

  private static String replacing(Module module, Mapping mapping) {
    return list(
        new TreeMap<>(module.marks())
            .entrySet().stream()
                .filter(
                    each -> each.getValue().changes().get(mapping.provisioner()) == Change.REPLACE)
                .map(each -> "`" + each.getKey() + "`")
                .toList());
  }

  private static String list(List<String> words) {
    return words.isEmpty() ? "–" : String.join(", ", words);
  }

  private static String differences(Kind kind, Module module, List<Mapping> clouds) {
    List<String> lines = new ArrayList<>();
    for (Mapping mapping : clouds) {
      for (Note note : mapping.notes()) {
        lines.add(
            "%s: the input `%s` means nothing: %s"
                .formatted(
                    mapping.provisioner(),
                    note.at().substring(note.at().lastIndexOf('/') + 1),
                    note.message()));
      }
    }
    module.guardrails().stream()
        .filter(Guardrail::dependsOnCloud)
        .forEach(
            rule ->
                lines.add(
                    "the rule `%s` at `%s` refuses on one cloud what another takes"
                        .formatted(rule.rule(), rule.pointer())));
    lacking(lines, clouds, "binds no applications", type -> type.bindings().isPresent());
    lacking(
        lines,
        clouds,
        "gives all applications one secret: unbinding takes it from nobody, and only a person in"
            + " the cloud changes it",
        type ->
            type.bindings()
                .filter(offer -> offer.holder() == BindingOffer.HolderKind.SHARED)
                .isEmpty());
    lacking(lines, clouds, "has no quarantine", type -> type.can(Ability.QUARANTINE));
    lacking(lines, clouds, "keeps no copy of what is deleted", type -> type.can(Ability.RECOVERY));
    lacking(
        lines,
        clouds,
        "has no credentials that Automat makes",
        type -> type.credentials() != CredentialNeed.NONE);
    if (kind.connection().contains("password")) {
      lacking(
          lines,
          clouds,
          "hands out no secret: no connection has `password`, and who connects reads one in the"
              + " cloud",
          PromisesPage::handsOutSecrets);
    }
    outputsThatDiffer(lines, clouds);
    return lines.isEmpty()
        ? "- nowhere\n"
        : lines.stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
  }

  private static boolean handsOutSecrets(TypeDescriptor type) {
    return type.credentials() != CredentialNeed.NONE
        || type.bindings()
            .filter(offer -> offer.holder() != BindingOffer.HolderKind.PRINCIPAL)
            .isPresent();
  }

  private static void lacking(
      List<String> lines, List<Mapping> clouds, String words, Predicate<TypeDescriptor> has) {
    List<String> without =
        clouds.stream()
            .filter(mapping -> !has.test(mapping.descriptor().orElseThrow()))
            .map(mapping -> "`" + mapping.type() + "`")
            .toList();
    if (!without.isEmpty() && without.size() < clouds.size()) {
      without.forEach(type -> lines.add(type + " " + words));
    }
  }

  private static void outputsThatDiffer(List<String> lines, List<Mapping> clouds) {
    for (Mapping mapping : clouds) {
      TreeSet<String> own = new TreeSet<>(mapping.descriptor().orElseThrow().outputs());
      clouds.stream()
          .filter(other -> other != mapping)
          .forEach(other -> own.removeAll(other.descriptor().orElseThrow().outputs()));
      if (!own.isEmpty() && clouds.size() > 1) {
        lines.add(
            "%s alone has the outputs %s"
                .formatted(
                    mapping.provisioner(),
                    own.stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "))));
      }
    }
  }
}
