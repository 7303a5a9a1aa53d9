package dev.automat.provisioner.local.cache;

import dev.automat.spi.Grant.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a user may, in the words of ACL SETUSER ("Access Control List", Redis documentation).
 *
 * @param prefix with which all keys and channels begin
 */
record UserRules(String prefix) {

  /**
   * What shows the names of others' keys and channels, or is shared by all: functions, and the
   * cache of scripts. Tracking looks at no rights: with BCAST it tells of every key that changes
   * ("Client-side caching", Redis documentation).
   */
  private static final List<String> APART =
      List.of(
          "-scan",
          "-randomkey",
          "-dbsize",
          "-pubsub",
          "-client|tracking",
          "-function",
          "-fcall",
          "-fcall_ro",
          "-script|flush",
          "-script|kill");

  /** Of what is dangerous an application needs INFO, which many clients ask for. */
  private static final List<String> WRITING =
      List.of("-@all", "+@all", "-@admin", "-@dangerous", "+info");

  private static final List<String> READING =
      List.of("-@all", "+@read", "+@connection", "-@dangerous", "+info");

  /** Sets all that a user is but whether it may sign in; what was, is replaced by one command. */
  void set(
      RedisSession session,
      String user,
      String password,
      Access access,
      boolean scripts,
      UserNote note,
      List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", user));
    command.addAll(List.of("resetpass", "#" + digest(password), "resetkeys", "resetchannels"));
    command.add((access == Access.READ ? "%R~" : "~") + prefix + "*");
    command.add("&" + prefix + "*");
    command.add("&" + note.channel());
    command.addAll(access == Access.READ ? READING : WRITING);
    command.addAll(APART);
    if (!scripts) {
      command.add("-@scripting");
    }
    command.addAll(more);
    session.call(command);
  }

  /**
   * Takes from a user of an older version what none may have, and leaves the rest as it is. Its
   * sessions end, since what they watch already would go on.
   */
  static void tighten(RedisSession session, String user) throws IOException {
    List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", user));
    command.addAll(APART);
    session.call(command);
    endSessions(session, user);
  }

  /** Of one that another call has just deleted, the server has ended them. */
  static void endSessions(RedisSession session, String user) throws IOException {
    try {
      session.call("CLIENT", "KILL", "USER", user);
    } catch (RedisRefusal refusal) {
      if (!refusal.says("ERR No such user")) {
        throw refusal;
      }
    }
  }

  /** Writes another note, and what else is said, and leaves all the rest as it is. */
  void note(RedisSession session, String user, UserNote note, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", user, "resetchannels"));
    command.addAll(List.of("&" + prefix + "*", "&" + note.channel()));
    command.addAll(List.of(more));
    session.call(command);
  }

  /** How Redis keeps passwords, and takes them. */
  static String digest(String password) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
