package dev.automat.testkit.aws;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Users and user groups of caches, for which moto answers 500. The rules are those of the API
 * reference (2015-02-02): one or two passwords of 16 to 128 characters, a user named {@code
 * default} in each group, no two users of one name in it, no change to what is not {@code active},
 * no deletion of a group that a cache uses. How long a change takes AWS does not say.
 */
final class CacheUsers {

  private static final Set<String> ACTIONS =
      Set.of(
          "CreateUser",
          "ModifyUser",
          "DeleteUser",
          "DescribeUsers",
          "CreateUserGroup",
          "ModifyUserGroup",
          "DeleteUserGroup",
          "DescribeUserGroups");

  private static final String IDS = "[a-z][a-z0-9-]{0,39}";
  private static final String DEFAULT = "default";

  private final Switches switches;
  private final Map<Id, CacheUser> users = new LinkedHashMap<>();
  private final Map<Id, CacheUserGroup> groups = new LinkedHashMap<>();

  CacheUsers(Switches switches) {
    this.switches = switches;
  }

  /** Whether the call is about users, and so is answered here. */
  static boolean answers(AwsCall call) {
    String arn = call.parameter("ResourceName").orElse("");
    boolean tagging = call.action().contains("Tags");
    return ACTIONS.contains(call.action())
        || (tagging && (arn.contains(":user:") || arn.contains(":usergroup:")));
  }

  /** What a data plane would have to know: the users that caches with the group let in. */
  List<CacheLogin> of(Id group) {
    CacheUserGroup held = groups.get(group);
    if (held == null) {
      return List.of();
    }
    return held.users.stream()
        .map(id -> users.get(new Id(group.account(), group.region(), id)))
        .map(user -> new CacheLogin(user.name, user.passwords, user.access))
        .toList();
  }

  /**
   * @param used whether a cache uses the group of that name
   */
  AwsReply answer(AwsCall call, Predicate<String> used) throws IOException {
    Instant now = switches.clock.instant();
    groups.values().removeIf(group -> group.isGone(now));
    return switch (call.action()) {
      case "CreateUser" -> createUser(call);
      case "ModifyUser" -> modifyUser(call);
      case "DeleteUser" -> deleteUser(call);
      case "DescribeUsers" -> describeUsers(call);
      case "CreateUserGroup" -> createGroup(call);
      case "ModifyUserGroup" -> modifyGroup(call);
      case "DeleteUserGroup" -> deleteGroup(call, used);
      case "DescribeUserGroups" -> describeGroups(call);
      default -> tags(call);
    };
  }

  private AwsReply createUser(AwsCall call) throws IOException {
    String id = call.parameter("UserId").orElse("");
    requireId(id);
    CacheUser made = new CacheUser(arn(call, "user", id), call.parameters());
    requirePasswords(made.passwords);
    if (made.name.isEmpty() || made.access.isBlank() || made.engine.isEmpty()) {
      throw refused("InvalidParameterValue", "UserName, Engine and AccessString are required.");
    }
    if (users.putIfAbsent(Id.of(call, id), made) != null) {
      throw refused("UserAlreadyExists", "User " + id + " already exists.");
    }
    return answer(call, xml(call, made));
  }

  private AwsReply modifyUser(AwsCall call) throws IOException {
    CacheUser user = user(call, call.parameter("UserId").orElse(""));
    requireActive(user);
    List<String> passwords = HeldGroup.list(call.parameters(), "Passwords.member.");
    if (!passwords.isEmpty()) {
      requirePasswords(passwords);
      user.passwords = passwords;
    }
    call.parameter("AccessString").ifPresent(access -> user.access = access);
    user.busyUntil = now().plus(work());
    return answer(call, xml(call, user));
  }

  private AwsReply deleteUser(AwsCall call) throws IOException {
    CacheUser user = user(call, call.parameter("UserId").orElse(""));
    requireActive(user);
    List<CacheUserGroup> in =
        groups.values().stream().filter(group -> group.users.contains(user.id)).toList();
    if (user.name.equals(DEFAULT) && !in.isEmpty()) {
      throw refused(
          "DefaultUserAssociatedToUserGroup", "User " + user.id + " is the default of a group.");
    }
    in.forEach(group -> group.users.remove(user.id));
    users.remove(Id.of(call, user.id));
    return answer(call, xml(call, user));
  }

  private AwsReply describeUsers(AwsCall call) throws IOException {
    String id = call.parameter("UserId").orElse("");
    String list =
        id.isEmpty()
            ? users.entrySet().stream()
                .filter(each -> each.getKey().isWhere(call))
                .map(each -> member(xml(call, each.getValue())))
                .collect(Collectors.joining())
            : member(xml(call, user(call, id)));
    return answer(call, "<Users>" + list + "</Users>");
  }

  private AwsReply createGroup(AwsCall call) throws IOException {
    String id = call.parameter("UserGroupId").orElse("");
    requireId(id);
    CacheUserGroup made = new CacheUserGroup(arn(call, "usergroup", id), call.parameters());
    requireMembers(call, made.users);
    made.busyUntil = now().plus(work());
    if (groups.putIfAbsent(Id.of(call, id), made) != null) {
      throw refused("UserGroupAlreadyExists", "User group " + id + " already exists.");
    }
    return answer(call, xml(made));
  }

  private AwsReply modifyGroup(AwsCall call) throws IOException {
    CacheUserGroup group = group(call);
    requireActive(group);
    Set<String> members = new TreeSet<>(group.users);
    members.addAll(HeldGroup.list(call.parameters(), "UserIdsToAdd.member."));
    members.removeAll(HeldGroup.list(call.parameters(), "UserIdsToRemove.member."));
    if (members.equals(group.users)) {
      throw refused("InvalidParameterValue", "Nothing is to be changed in " + group.id + ".");
    }
    requireMembers(call, members);
    group.users.clear();
    group.users.addAll(members);
    begin(group, "modifying");
    return answer(call, xml(group));
  }

  private AwsReply deleteGroup(AwsCall call, Predicate<String> used) throws IOException {
    CacheUserGroup group = group(call);
    requireActive(group);
    if (used.test(group.id)) {
      throw refused("InvalidUserGroupState", "User group " + group.id + " is used by a cache.");
    }
    begin(group, "deleting");
    return answer(call, xml(group));
  }

  private void begin(CacheUserGroup group, String work) {
    group.work = work;
    group.busyUntil = now().plus(work());
  }

  private AwsReply describeGroups(AwsCall call) throws IOException {
    String list =
        call.parameter("UserGroupId").isEmpty()
            ? groups.entrySet().stream()
                .filter(each -> each.getKey().isWhere(call))
                .map(each -> member(xml(each.getValue())))
                .collect(Collectors.joining())
            : member(xml(group(call)));
    return answer(call, "<UserGroups>" + list + "</UserGroups>");
  }

  private AwsReply tags(AwsCall call) throws IOException {
    String arn = call.parameter("ResourceName").orElse("");
    String id = arn.substring(arn.lastIndexOf(':') + 1);
    Map<String, String> tags =
        arn.contains(":user:")
            ? user(call, id).tags
            : group(call.alsoAsk("DescribeUserGroups", Map.of("UserGroupId", id))).tags;
    if (call.action().equals("AddTagsToResource")) {
      tags.putAll(HeldGroup.pairs(call.parameters(), "Tags.Tag.", "Key", "Value"));
    } else if (call.action().equals("RemoveTagsFromResource")) {
      HeldGroup.list(call.parameters(), "TagKeys.member.").forEach(tags::remove);
    }
    String list =
        tags.entrySet().stream()
            .map(
                tag ->
                    "<Tag>" + text("Key", tag.getKey()) + text("Value", tag.getValue()) + "</Tag>")
            .collect(Collectors.joining());
    return answer(call, "<TagList>" + list + "</TagList>");
  }

  /** Refuses a group of a cache that is not ready for one. */
  void requireUsable(AwsCall call, List<String> ids) {
    for (String id : ids) {
      requireActive(group(call.alsoAsk("DescribeUserGroups", Map.of("UserGroupId", id))));
    }
  }

  private CacheUser user(AwsCall call, String id) {
    CacheUser user = users.get(Id.of(call, id));
    if (user == null) {
      throw new Layer.Refused(404, "UserNotFound", "User " + id + " not found.");
    }
    return user;
  }

  private CacheUserGroup group(AwsCall call) {
    String id = call.parameter("UserGroupId").orElse("");
    CacheUserGroup group = groups.get(Id.of(call, id));
    if (group == null) {
      throw new Layer.Refused(404, "UserGroupNotFound", "User group " + id + " not found.");
    }
    return group;
  }

  private static void requireId(String id) {
    if (!id.matches(IDS)) {
      throw refused("InvalidParameterValue", "'" + id + "' is no id.");
    }
  }

  private static void requirePasswords(List<String> passwords) {
    boolean longEnough =
        passwords.stream().allMatch(each -> each.length() >= 16 && each.length() <= 128);
    if (passwords.isEmpty() || passwords.size() > 2 || !longEnough) {
      throw refused(
          "InvalidParameterValue", "A user has 1 or 2 passwords of 16 to 128 characters.");
    }
  }

  private void requireMembers(AwsCall call, Set<String> ids) {
    List<String> names = ids.stream().map(id -> user(call, id).name).toList();
    if (!names.contains(DEFAULT)) {
      throw refused("DefaultUserRequired", "A user group has a user of the name default.");
    }
    if (names.size() != Set.copyOf(names).size()) {
      throw refused("DuplicateUserName", "Two users of a user group have the same name.");
    }
  }

  private void requireActive(CacheUser user) {
    if (!user.status(now()).equals("active")) {
      throw refused("InvalidUserState", "User " + user.id + " is " + user.status(now()) + ".");
    }
  }

  private void requireActive(CacheUserGroup group) {
    if (!group.status(now()).equals("active")) {
      throw refused(
          "InvalidUserGroupState", "User group " + group.id + " is " + group.status(now()) + ".");
    }
  }

  /** A twelfth of what a cache takes: half a minute for six. */
  private Duration work() {
    return switches.timings.modifying().dividedBy(12);
  }

  private Instant now() {
    return switches.clock.instant();
  }

  private String xml(AwsCall call, CacheUser user) {
    String in =
        groups.entrySet().stream()
            .filter(each -> each.getKey().isWhere(call))
            .map(Map.Entry::getValue)
            .filter(group -> group.users.contains(user.id))
            .map(group -> member(group.id))
            .collect(Collectors.joining());
    return text("UserId", user.id)
        + text("UserName", user.name)
        + text("Status", user.status(now()))
        + text("Engine", user.engine)
        + text("AccessString", user.access)
        + "<UserGroupIds>"
        + in
        + "</UserGroupIds><Authentication><Type>password</Type>"
        + text("PasswordCount", String.valueOf(user.passwords.size()))
        + "</Authentication>"
        + text("ARN", user.arn);
  }

  private String xml(CacheUserGroup group) {
    return text("UserGroupId", group.id)
        + text("Status", group.status(now()))
        + text("Engine", group.engine)
        + "<UserIds>"
        + group.users.stream().map(CacheUsers::member).collect(Collectors.joining())
        + "</UserIds>"
        + text("ARN", group.arn);
  }

  private static String arn(AwsCall call, String kind, String id) {
    return "arn:aws:elasticache:%s:%s:%s:%s".formatted(call.region(), call.account(), kind, id);
  }

  private static String member(String content) {
    return "<member>" + content + "</member>";
  }

  private static String text(String element, String value) {
    return "<%1$s>%2$s</%1$s>".formatted(element, value.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private static Layer.Refused refused(String code, String message) {
    return new Layer.Refused(400, code, message);
  }

  private static AwsReply answer(AwsCall call, String result) throws IOException {
    return AwsReply.of(
        call,
        Xml.parse(
            "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
                .formatted(call.action(), result)));
  }
}
