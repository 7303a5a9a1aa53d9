package dev.automat.provisioner.local.cache;

import dev.automat.provisioner.local.cache.UserNote.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A user as the server shows it.
 *
 * @param on whether it may sign in
 * @param hasPassword whether it has one: a user without any lets everybody in, or nobody
 * @param keys the patterns of keys, with {@code %R~} before those that it may only read
 * @param mayRunScripts as the server answers when it is asked: what it shows of the rules is not
 *     what it was told, but what it thinks is the shortest way to say so
 * @param seesOthers whether it may have itself told of keys that are not its own, as users could
 *     that an older version made; asked for likewise
 * @param note what we wrote of it
 */
record FoundUser(
    String name,
    boolean on,
    boolean hasPassword,
    List<String> keys,
    boolean mayRunScripts,
    boolean seesOthers,
    UserNote note) {

  FoundUser {
    keys = List.copyOf(keys);
  }

  static Optional<FoundUser> find(RedisSession session, String name) throws IOException {
    Reply reply = session.call("ACL", "GETUSER", name);
    if (reply instanceof Reply.Nothing) {
      return Optional.empty();
    }
    try {
      boolean scripts = may(session, name, "EVAL", "return 1", "0");
      boolean tracking = may(session, name, "CLIENT", "TRACKING", "OFF");
      return Optional.of(of(name, reply, scripts, tracking));
    } catch (RedisRefusal refusal) {
      if (refusal.says("ERR User '" + name + "' not found")) {
        return Optional.empty(); // It went since the first question.
      }
      throw refusal;
    }
  }

  private static boolean may(RedisSession session, String name, String... command)
      throws IOException {
    List<String> question = new ArrayList<>(List.of("ACL", "DRYRUN", name));
    question.addAll(List.of(command));
    return session.call(question).text().equals("OK");
  }

  /** All users whose names begin so, in alphabetical order. */
  static List<FoundUser> startingWith(RedisSession session, String beginning) throws IOException {
    List<FoundUser> found = new ArrayList<>();
    for (String name : names(session)) {
      if (name.startsWith(beginning)) {
        find(session, name).ifPresent(found::add);
      }
    }
    return found;
  }

  static List<String> names(RedisSession session) throws IOException {
    return session.call("ACL", "USERS").texts().stream().sorted().toList();
  }

  private static FoundUser of(String name, Reply reply, boolean mayRunScripts, boolean seesOthers) {
    List<String> flags = texts(reply, "flags");
    return new FoundUser(
        name,
        flags.contains("on"),
        !texts(reply, "passwords").isEmpty() && !flags.contains("nopass"),
        words(reply, "keys", "~"),
        mayRunScripts,
        seesOthers,
        UserNote.among(words(reply, "channels", "&")));
  }

  private static List<String> texts(Reply reply, String key) {
    return reply.field(key).map(Reply::texts).orElse(List.of());
  }

  /** From version 7 on, patterns are one text: each with its sign before it. */
  private static List<String> words(Reply reply, String key, String sign) {
    return reply.field(key).map(Reply::text).stream()
        .flatMap(text -> Arrays.stream(text.split(" ", -1)))
        .filter(word -> !word.isEmpty())
        .map(word -> word.startsWith(sign) ? word.substring(sign.length()) : word)
        .toList();
  }

  boolean is(Stage stage) {
    return note.stage().filter(stage::equals).isPresent();
  }
}
