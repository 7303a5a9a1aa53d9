package dev.automat.team;

import dev.automat.document.Document;
import dev.automat.identity.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Groups and users as Backstage exports them. A group of the type {@code team} is a team, and so is
 * one with the annotation {@link #TEAM}. Its members are those that the group or the user names.
 * Who runs it, who pays and who answers stand in annotations, as Backstage has no field for them.
 */
final class BackstageEntities {

  /** The id, where the entity's own name can not be one. */
  static final String TEAM = "automat.dev/team";

  /** Names of users, divided by commas. */
  private static final String ADMINS = "automat.dev/admins";

  private static final String COST_CENTER = "automat.dev/cost-center";
  private static final String OWNER = "automat.dev/owner";

  private final String issuer;
  private final Map<String, JsonNode> users = new HashMap<>();
  private final Map<String, Set<String>> joined = new HashMap<>();

  /**
   * @param issuer who vouches for the users
   */
  BackstageEntities(List<Document> entities, String issuer) {
    this.issuer = issuer;
    for (Document entity : entities) {
      JsonNode root = entity.root();
      if (root.path("kind").asString("").equals("User")) {
        String name = nameOf(root.at("/metadata/name").asString(""));
        users.put(name, root);
        root.at("/spec/memberOf")
            .valueStream()
            .map(group -> nameOf(group.asString("")))
            .forEach(group -> joined.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(name));
      }
    }
  }

  static boolean isEntity(Document document) {
    return document.root().path("apiVersion").asString("").startsWith("backstage.io/");
  }

  /** The id of the team that an entity is; empty for what is none. */
  Optional<String> teamOf(Document entity) {
    JsonNode root = entity.root();
    if (!root.path("kind").asString("").equals("Group")) {
      return Optional.empty();
    }
    Optional<String> named = annotation(root, TEAM);
    boolean team = root.at("/spec/type").asString("").equals("team");
    return named.or(
        () ->
            team
                ? Optional.of(root.at("/metadata/name").asString("").toLowerCase(Locale.ROOT))
                : Optional.empty());
  }

  /** Where its id stands. */
  static String pointerOfId(Document entity) {
    return annotation(entity.root(), TEAM).isPresent() ? "/metadata/annotations" : "/metadata/name";
  }

  /** What the entity says of the team. */
  TeamSpec spec(Document entity) {
    JsonNode root = entity.root();
    Optional<String> email = root.at("/spec/profile/email").asStringOpt();
    return new TeamSpec(
        root.at("/spec/profile/displayName")
            .asStringOpt()
            .or(() -> root.at("/metadata/title").asStringOpt()),
        annotation(root, OWNER).or(() -> email),
        annotation(root, COST_CENTER),
        email.stream().toList(),
        members(root),
        Optional.empty());
  }

  private List<Member> members(JsonNode group) {
    String name = nameOf(group.at("/metadata/name").asString(""));
    List<String> admins =
        annotation(group, ADMINS).stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .map(BackstageEntities::nameOf)
            .filter(admin -> !admin.isEmpty())
            .toList();
    Set<String> all = new LinkedHashSet<>(admins);
    group
        .at("/spec/members")
        .valueStream()
        .map(member -> nameOf(member.asString("")))
        .forEach(all::add);
    all.addAll(joined.getOrDefault(name, Set.of()));
    List<Member> members = new ArrayList<>();
    for (String user : all) {
      Role role = admins.contains(user) ? Role.TEAM_ADMIN : Role.MEMBER;
      members.add(Member.subject(principal(user), role));
    }
    return members;
  }

  /** By the address, as an issuer knows it; one that is not in the file by its name. */
  private String principal(String user) {
    String known =
        Optional.ofNullable(users.get(user))
            .flatMap(entity -> entity.at("/spec/profile/email").asStringOpt())
            .orElse(user);
    return issuer + ":" + known;
  }

  private static Optional<String> annotation(JsonNode root, String name) {
    return root.path("metadata").path("annotations").path(name).asStringOpt();
  }

  /** Of {@code user:default/ann}, {@code default/ann} or {@code Ann}: {@code ann}. */
  private static String nameOf(String reference) {
    String name = reference.strip();
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1)
        .toLowerCase(Locale.ROOT);
  }
}
