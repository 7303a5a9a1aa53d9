package dev.automat.stack;

import dev.automat.admission.AdmissionRequest;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.resource.Json;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a stack asks for, as a request for each member.
 *
 * @param parts of members whose kind there is
 * @param violations what is wrong with members so that no request can be made of them
 */
public record Composition(List<Part> parts, List<Violation> violations) {

  private static final String RESOURCES = "resources";

  /** What the stack alone decides. */
  private static final Set<String> ALONE =
      Set.of("environment", "lifetime", "expiresAt", "deletionProtection");

  /** What holds for each member that does not say otherwise. */
  private static final Set<String> SHARED =
      Set.of("purpose", "owner", "costCenter", "dataClassification", "cloud", "region");

  public Composition {
    parts = List.copyOf(parts);
    violations = List.copyOf(violations);
  }

  /**
   * One member.
   *
   * @param member as the spec of the stack calls it
   * @param own what it says itself
   */
  public record Part(String member, AdmissionRequest request, JsonNode own) {

    /** What the resource is called. */
    public ResourceKey key() {
      return new ResourceKey(request.team(), request.kind(), request.name());
    }

    /** The place in the stack's document of what is said of a place in the request. */
    String placed(String pointer) {
      String[] steps = pointer.split("/", 4);
      if (pointer.startsWith("/metadata/") && !pointer.equals("/metadata/name")) {
        return pointer;
      }
      if (steps.length < 3 || !steps[1].equals("spec")) {
        return place(member) + (pointer.equals("/kind") ? pointer : "");
      }
      boolean stacks =
          ALONE.contains(steps[2]) || (SHARED.contains(steps[2]) && !own.has(steps[2]));
      return stacks ? pointer : place(member) + pointer.substring("/spec".length());
    }
  }

  /** The place of a member in the document of its stack. */
  public static String place(String member) {
    return "/spec/" + RESOURCES + "/" + member.replace("~", "~0").replace("/", "~1");
  }

  /**
   * Takes a stack apart.
   *
   * @param spec of the form that the contract gives it, or close to it: what is not is passed over
   */
  public static Composition of(
      StackKey key, Map<String, String> labels, JsonNode spec, Catalog catalog) {
    List<Part> parts = new ArrayList<>();
    List<Violation> violations = new ArrayList<>();
    spec.path(RESOURCES)
        .properties()
        .forEach(
            each -> {
              String member = each.getKey();
              JsonNode own = each.getValue();
              String name = key.name() + "-" + member;
              if (!ResourceKey.isName(name)) {
                violations.add(badName(member, name));
              }
              Optional<Kind> kind = kindNamed(own.path("kind").asString(""), catalog);
              if (kind.isEmpty()) {
                violations.add(unknownKind(member, own.path("kind").asString(""), catalog));
              } else if (own.isObject()) {
                parts.add(
                    new Part(
                        member,
                        new AdmissionRequest(
                            key.team(), kind.get().name(), name, labels, spec(spec, own)),
                        own));
              }
            });
    return new Composition(parts, violations);
  }

  private static Optional<Kind> kindNamed(String word, Catalog catalog) {
    return catalog.kind(word).or(() -> catalog.kindByPlural(word));
  }

  private static JsonNode spec(JsonNode stack, JsonNode own) {
    ObjectNode spec = Json.object();
    own.properties().stream()
        .filter(each -> !each.getKey().equals("kind"))
        .forEach(each -> spec.set(each.getKey(), each.getValue()));
    stack.properties().stream()
        .filter(
            each ->
                ALONE.contains(each.getKey())
                    || (SHARED.contains(each.getKey()) && !own.has(each.getKey())))
        .forEach(each -> spec.set(each.getKey(), each.getValue()));
    return spec;
  }

  private static Violation badName(String member, String name) {
    return new Violation(
        place(member),
        "name-form",
        "it would be named "
            + name
            + ", which has "
            + name.length()
            + " characters: names match "
            + ResourceKey.NAME.pattern(),
        "shorten the name of the stack or of the member, so that both and the hyphen between them"
            + " have at most 40 characters");
  }

  private static Violation unknownKind(String member, String word, Catalog catalog) {
    List<String> kinds = catalog.kinds().stream().map(Kind::name).toList();
    return new Violation(
        place(member) + "/kind",
        "unknown-kind",
        "there is no kind " + word,
        "use one of: " + String.join(", ", kinds),
        kinds,
        NearestSpelling.of(word, kinds));
  }

  /**
   * What is said of members, at the places of the stack's document. What is said of a field that
   * the stack has for all stands there once, with the names of those of which it is said if that is
   * not all.
   *
   * @param said by member
   */
  public List<Violation> placed(Map<String, List<Violation>> said) {
    Map<Violation, List<String>> members = new LinkedHashMap<>();
    for (Part part : parts) {
      for (Violation violation : said.getOrDefault(part.member(), List.of())) {
        members
            .computeIfAbsent(violation.at(part.placed(violation.pointer())), _ -> new ArrayList<>())
            .add(part.member());
      }
    }
    List<Violation> placed = new ArrayList<>();
    members.forEach(
        (violation, of) -> {
          boolean clear =
              violation.pointer().startsWith("/spec/" + RESOURCES + "/")
                  || of.size() == parts.size();
          placed.add(
              clear
                  ? violation
                  : violation.saying(String.join(", ", of) + ": " + violation.message()));
        });
    return placed;
  }
}
