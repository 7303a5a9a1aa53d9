package dev.automat.team;

import dev.automat.cost.Budget;
import dev.automat.cost.Budget.OnExceed;
import dev.automat.cost.Limits;
import dev.automat.document.Documents;
import dev.automat.identity.Role;
import dev.automat.resource.Json;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.team.Member.Sort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a team is written down. */
public final class TeamForm {

  private static final String RESOURCE = "team.yaml";
  private static final JsonNode DOCUMENT = Documents.parse(RESOURCE, text()).root();
  private static final Schema SCHEMA = Schema.own(DOCUMENT);

  private TeamForm() {}

  private static String text() {
    try (InputStream in = TeamForm.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON Schema of what is said of a team. Not to be changed. */
  public static JsonNode schema() {
    return DOCUMENT;
  }

  /**
   * All that is wrong with what is said of a team.
   *
   * @param at pointer to it in its document
   * @param placements names of the placement rules there are
   */
  public static List<Violation> check(String at, JsonNode spec, Collection<String> placements) {
    List<Violation> violations = new ArrayList<>();
    SCHEMA.check(spec).forEach(problem -> violations.add(problem.violation(at)));
    violations.addAll(rules(at, spec, placements));
    return violations;
  }

  /** What a schema can not say, as {@link #check} says it. */
  public static List<Violation> rules(String at, JsonNode spec, Collection<String> placements) {
    List<Violation> violations = new ArrayList<>();
    checkMembers(at + "/members", spec.path("members"), violations);
    checkPlacements(at + "/allowedPlacements", spec.path("allowedPlacements"), placements)
        .forEach(violations::add);
    return violations;
  }

  private static void checkMembers(String at, JsonNode members, List<Violation> violations) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < members.size(); i++) {
      JsonNode member = members.get(i);
      String pointer = at + "/" + i;
      if (member.isObject() && member.has("subject") == member.has("group")) {
        violations.add(
            new Violation(
                pointer,
                "subject-or-group",
                member.has("subject") ? "names a subject and a group" : "names nobody",
                "give either subject or group, as issuer:name"));
        continue;
      }
      Sort sort = member.has("group") ? Sort.GROUP : Sort.SUBJECT;
      String principal = member.path(sort.field()).asString("");
      Optional<Integer> first =
          Optional.ofNullable(seen.putIfAbsent(sort.field() + " " + principal, i));
      if (first.isPresent() && !principal.isEmpty()) {
        violations.add(
            new Violation(
                pointer,
                "member-twice",
                principal + " is already the member " + first.get(),
                "keep the one with the role that is meant"));
      }
    }
  }

  private static List<Violation> checkPlacements(
      String at, JsonNode allowed, Collection<String> placements) {
    List<Violation> violations = new ArrayList<>();
    for (int i = 0; allowed.isArray() && i < allowed.size(); i++) {
      String name = allowed.get(i).asString("");
      if (allowed.get(i).isString() && !placements.contains(name)) {
        Optional<String> nearest = NearestSpelling.of(name, placements);
        violations.add(
            new Violation(
                at + "/" + i,
                "unknown-placement",
                "there is no placement rule " + name,
                nearest
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElse("use " + String.join(", ", placements)),
                List.copyOf(placements),
                nearest));
      }
    }
    return violations;
  }

  /** What is said, in which nothing is wrong. */
  public static TeamSpec read(JsonNode spec) {
    return new TeamSpec(
        text(spec, "displayName"),
        text(spec, "owner"),
        text(spec, "costCenter"),
        texts(spec.path("contacts")),
        spec.path("members").valueStream().map(TeamForm::member).toList(),
        spec.has("allowedPlacements")
            ? Optional.of(texts(spec.path("allowedPlacements")))
            : Optional.empty(),
        new Limits(budgets(spec.path("budgets")), quota(spec.path("quota"))));
  }

  private static Map<String, Budget> budgets(JsonNode node) {
    Map<String, Budget> budgets = new HashMap<>();
    node.properties()
        .forEach(
            each ->
                budgets.put(
                    each.getKey(),
                    new Budget(
                        new BigDecimal(each.getValue().path("monthly").asString()).setScale(2),
                        each.getValue().path("currency").asString("USD"),
                        OnExceed.valueOf(
                            each.getValue()
                                .path("onExceed")
                                .asString("deny")
                                .toUpperCase(Locale.ROOT)))));
    return budgets;
  }

  private static Map<String, Integer> quota(JsonNode node) {
    Map<String, Integer> quota = new HashMap<>();
    node.properties().forEach(each -> quota.put(each.getKey(), each.getValue().intValue()));
    return quota;
  }

  private static Member member(JsonNode member) {
    Sort sort = member.has("group") ? Sort.GROUP : Sort.SUBJECT;
    return new Member(
        sort,
        member.path(sort.field()).asString(""),
        Role.of(member.path("role").asString()).orElseThrow());
  }

  private static Optional<String> text(JsonNode spec, String field) {
    return spec.path(field).asStringOpt();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  /** As it is read again. */
  public static ObjectNode write(TeamSpec spec) {
    ObjectNode node = Json.object();
    spec.displayName().ifPresent(name -> node.put("displayName", name));
    spec.owner().ifPresent(owner -> node.put("owner", owner));
    spec.costCenter().ifPresent(code -> node.put("costCenter", code));
    spec.contacts().forEach(node.putArray("contacts")::add);
    ArrayNode members = node.putArray("members");
    spec.members()
        .forEach(
            member ->
                members
                    .addObject()
                    .put(member.sort().field(), member.principal())
                    .put("role", member.role().text()));
    spec.allowedPlacements()
        .ifPresent(names -> names.forEach(node.putArray("allowedPlacements")::add));
    write(spec.limits(), node);
    return node;
  }

  private static void write(Limits limits, ObjectNode node) {
    if (!limits.budgets().isEmpty()) {
      ObjectNode budgets = node.putObject("budgets");
      new TreeMap<>(limits.budgets())
          .forEach(
              (environment, budget) ->
                  budgets
                      .putObject(environment)
                      .put("monthly", budget.monthly().toPlainString())
                      .put("currency", budget.currency())
                      .put("onExceed", budget.onExceed().name().toLowerCase(Locale.ROOT)));
    }
    if (!limits.quota().isEmpty()) {
      ObjectNode quota = node.putObject("quota");
      new TreeMap<>(limits.quota()).forEach(quota::put);
    }
  }
}
