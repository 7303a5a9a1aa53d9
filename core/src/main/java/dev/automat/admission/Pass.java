package dev.automat.admission;

import dev.automat.catalog.Environment;
import dev.automat.catalog.Guardrail;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Mapping;
import dev.automat.catalog.MergedInputs;
import dev.automat.catalog.Module;
import dev.automat.catalog.Size;
import dev.automat.catalog.SpecForm;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.cost.Estimate;
import dev.automat.expression.ExpressionException;
import dev.automat.expression.Variables;
import dev.automat.policy.Guard;
import dev.automat.policy.Judgement;
import dev.automat.resource.Cost;
import dev.automat.resource.Lifetime;
import dev.automat.resource.Plan;
import dev.automat.schema.Schema;
import dev.automat.schema.Schema.Problem;
import dev.automat.team.TeamSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One request on its way through admission. Each step says all it can, whatever failed before. */
final class Pass {

  private static final Schema ENVELOPE = Schema.compile(SpecForm.envelope());

  private final Admission.Rules rules;
  private final AdmissionRequest request;
  private final Spec spec;
  private final Violations violations = new Violations();
  private Judgement judgement = Judgement.NONE;

  Pass(Admission.Rules rules, AdmissionRequest request) {
    this.rules = rules;
    this.request = request;
    this.spec = Spec.of(request.spec());
  }

  Verdict run() {
    Chosen chosen = choose();
    if (chosen.module().isEmpty() || !request.spec().isObject()) {
      return new Verdict.Refused(violations.all());
    }
    Stand stand = stand(chosen.module().get(), chosen);
    checkInputs(stand);
    checkGuardrails(stand);
    Optional<SettingsMaking.Made> made =
        stand.isSound()
            ? chosen.mapping().map(target -> making(stand, target).make())
            : Optional.empty();
    Optional<Plan> draft = made.flatMap(settings -> draft(chosen, stand, settings));
    judgement = draft.map(plan -> judge(plan, chosen, stand)).orElse(Judgement.NONE);
    return Judging.verdict(draft, judgement, violations);
  }

  /** What the rules of the platform say of it; what they deny is told with the verdict. */
  private Judgement judge(Plan plan, Chosen chosen, Stand stand) {
    TeamSpec team = chosen.team().orElseThrow();
    Judgement found =
        rules
            .policies()
            .judge(Evidence.of(request, team, plan, stand.size(), stand.inputs().leaves()));
    violations.addAll(found.guards().stream().map(Guard::violation).distinct().toList());
    return found;
  }

  /** What the rules said, as far as they were asked. */
  Judgement judgement() {
    return judgement;
  }

  /** Whatever can be said before there are inputs. */
  private Chosen choose() {
    Names.check(request, rules.catalog(), violations);
    Optional<TeamSpec> team = team();
    Optional<Kind> kind = Names.kind(request, rules.catalog(), violations);
    Optional<Module> module = kind.flatMap(known -> chooseModule(known));
    envelope(module);
    if (!request.spec().isObject()) {
      return Chosen.NOTHING;
    }
    Optional<String> stage = Choices.environment(module, spec, violations);
    Optional<Environment> environment =
        stage.flatMap(name -> module.flatMap(known -> known.environment(name)));
    Optional<PlacementRule> place =
        kind.isEmpty() ? Optional.empty() : stage.flatMap(name -> choosePlacement(name, team));
    Optional<Mapping> mapping =
        module.flatMap(known -> place.flatMap(rule -> chooseMapping(known, rule)));
    Optional<Term> term = Term.of(spec, environment, violations);
    team.ifPresent(known -> requireOwner(known, stage, term));
    return new Chosen(team, kind, module, environment, place, mapping, term);
  }

  private SettingsMaking making(Stand stand, Mapping target) {
    return new SettingsMaking(target, stand.inputs(), stand.variables(), violations);
  }

  /** The plan as rules see it, also of what is refused for something else; not yet sealed. */
  private Optional<Plan> draft(Chosen chosen, Stand stand, SettingsMaking.Made made) {
    return chosen.isComplete() && made.whole()
        ? Optional.of(
            new PlanMaking(
                    spec,
                    stand.module(),
                    chosen.environment().orElseThrow(),
                    chosen.place().orElseThrow(),
                    chosen.mapping().orElseThrow(),
                    chosen.term().orElseThrow(),
                    chosen.kind().orElseThrow().stateful())
                .plan(
                    stand.inputs(),
                    made.settings(),
                    made.links(),
                    tags(chosen, stand),
                    cost(chosen, stand)))
        : Optional.empty();
  }

  private Optional<TeamSpec> team() {
    Optional<TeamSpec> team = rules.teams().find(request.team());
    if (team.isEmpty()) {
      violations.add(
          "/metadata/team",
          "unknown-team",
          "there is no team " + request.team(),
          request.team(),
          rules.teams().names(),
          "ask the platform team to add it");
    }
    return team;
  }

  private Optional<Module> chooseModule(Kind kind) {
    return new Choices(rules.catalog()).module(kind, spec, violations);
  }

  /** Reserved fields: names, types and forms. */
  private void envelope(Optional<Module> module) {
    for (Problem problem : ENVELOPE.check(request.spec())) {
      String field = problem.pointer().isEmpty() ? "" : problem.pointer().substring(1);
      boolean misplaced =
          problem.keyword().equals("additionalProperties")
              && module.filter(known -> known.marks().containsKey(field)).isPresent();
      if (misplaced) {
        violations.add(
            "/spec/" + field,
            "unknown-field",
            field + " is an input of the module",
            "move it to spec.inputs." + field);
      } else if (field.equals("lifetime") && request.spec().path(field).isNumber()) {
        String number = request.spec().path(field).asString();
        violations.add(
            "/spec/lifetime",
            "wrong-type",
            "the number " + number + " has no unit",
            "write " + Lifetime.FORM,
            Lifetime.nearest(number));
      } else if (problem.keyword().equals("pattern")) {
        violations.add(
            "/spec/" + field,
            "invalid-value",
            "must be one line of text without control characters",
            "remove them");
      } else {
        violations.add("/spec", ruleOf(problem, "invalid-value"), problem);
      }
    }
  }

  private Optional<PlacementRule> choosePlacement(String environment, Optional<TeamSpec> team) {
    return rules.placements().choose(request, spec, environment, team, violations);
  }

  private Optional<Mapping> chooseMapping(Module module, PlacementRule rule) {
    return Placements.mapping(module, rule, rules.evenUnavailable(), violations);
  }

  private void requireOwner(TeamSpec team, Optional<String> stage, Optional<Term> term) {
    boolean prod = stage.equals(Optional.of("prod"));
    boolean endless = term.map(Term::endless).orElse(false);
    if ((prod || endless) && Tags.owner(spec, team).isEmpty()) {
      violations.add(
          "/spec/owner",
          "owner-required",
          prod ? "what is in prod needs an owner" : "what has no end needs an owner",
          "name one in spec.owner, or have the platform team name one for the team");
    }
  }

  private Stand stand(Module module, Chosen chosen) {
    Optional<Environment> environment = chosen.environment();
    Optional<Size> size = Choices.size(module, environment, spec, violations);
    MergedInputs inputs =
        module.merge(
            size.map(Size::name),
            environment.map(Environment::name),
            Optional.of(Placements.classification(spec)),
            spec.inputs());
    Map<String, String> facts = new HashMap<>();
    facts.put("team", request.team());
    facts.put("name", request.name());
    facts.put("classification", Placements.classification(spec));
    environment.ifPresent(known -> facts.put("environment", known.name()));
    chosen
        .place()
        .ifPresent(
            known -> {
              facts.put("cloud", known.cloud());
              facts.put("region", known.region());
            });
    boolean complete = environment.isPresent() && (size.isPresent() || module.sizes().isEmpty());
    return new Stand(
        module, size.map(Size::name), inputs, module.variables(size, inputs, facts), complete);
  }

  private void checkInputs(Stand stand) {
    for (Problem problem : stand.inputs().problems()) {
      boolean missing = problem.keyword().equals("required");
      if (!missing || stand.complete()) {
        violations.add(
            "/spec/inputs", missing ? "missing-input" : ruleOf(problem, "invalid-input"), problem);
      }
    }
  }

  private void checkGuardrails(Stand stand) {
    for (Guardrail guardrail : stand.module().guardrails()) {
      try {
        if (!guardrail.holds(stand.variables())) {
          violations.add(
              guardrail.pointer(),
              guardrail.rule(),
              guardrail.message(stand.variables()),
              guardrail.fix(stand.variables()));
        }
      } catch (ExpressionException e) {
        violations.add(
            guardrail.pointer(),
            "expression-failed",
            "the rule " + guardrail.rule() + " of " + stand.module().id() + ": " + e.getMessage(),
            "change the value; if it is right, tell the authors of the module");
      }
    }
  }

  private SortedMap<String, String> tags(Chosen chosen, Stand stand) {
    Mapping mapping = chosen.mapping().orElseThrow();
    return new Tags(
            request,
            spec,
            chosen.team().orElseThrow(),
            rules.catalog().tags().of(mapping.type()),
            violations)
        .of(stand.module(), mapping, chosen.environment().orElseThrow().name(), stand.variables());
  }

  /** What it would cost, at list prices; a price that is not known is a line that says so. */
  private Optional<Cost> cost(Chosen chosen, Stand stand) {
    Mapping mapping = chosen.mapping().orElseThrow();
    try {
      return Estimate.of(
          mapping.cost(),
          rules.catalog().prices(),
          chosen.place().orElseThrow().region(),
          stand.variables());
    } catch (ExpressionException e) {
      violations.add(
          "/spec",
          "expression-failed",
          "the cost of " + mapping.type() + ": " + e.getMessage(),
          "tell the authors of the module");
      return Optional.empty();
    }
  }

  private static String ruleOf(Problem problem, String otherwise) {
    return switch (problem.keyword()) {
      case "additionalProperties" -> "unknown-field";
      case "type" -> "wrong-type";
      default -> otherwise;
    };
  }

  /** What was found for the request; what was not is a violation. */
  private record Chosen(
      Optional<TeamSpec> team,
      Optional<Kind> kind,
      Optional<Module> module,
      Optional<Environment> environment,
      Optional<PlacementRule> place,
      Optional<Mapping> mapping,
      Optional<Term> term) {

    boolean isComplete() {
      return team.isPresent()
          && kind.isPresent()
          && environment.isPresent()
          && place.isPresent()
          && mapping.isPresent()
          && term.isPresent();
    }

    static final Chosen NOTHING =
        new Chosen(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * How far the request got.
   *
   * @param complete whether environment and size are known
   */
  private record Stand(
      Module module,
      Optional<String> size,
      MergedInputs inputs,
      Variables variables,
      boolean complete) {

    /** Whether settings can be made of it. */
    boolean isSound() {
      return complete && inputs.problems().isEmpty();
    }
  }
}
