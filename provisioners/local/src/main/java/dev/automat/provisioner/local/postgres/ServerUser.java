package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.host.Command;
import dev.automat.provisioner.local.host.HostFailure;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom the embedded server runs. PostgreSQL refuses to run as root, so that root (which is what
 * many containers are) must become somebody else.
 *
 * @param prefix put before each of PostgreSQL's programs; empty to run them as ourselves
 * @param uid who must own the data, as the file system numbers users
 * @param gid the group of the data
 */
record ServerUser(List<String> prefix, int uid, int gid) {

  /** A busy machine must not have the data go elsewhere, where they stay. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final ErrorCode NO_SERVER_USER = new ErrorCode("no-server-user", ErrorType.USER);

  ServerUser {
    prefix = List.copyOf(prefix);
  }

  /**
   * The first way that works and lets the server reach the directory. Root becomes {@code nobody},
   * by whichever tool this machine has; where the directory is closed to others (below {@code
   * /root}) it enters a user namespace of its own, in which the same user has no number 0.
   *
   * @return empty if no way leads to the directory
   */
  static Optional<ServerUser> reaching(Path directory) {
    int self = number("/proc/self", "unix:uid", directory);
    if (self != 0) {
      return Optional.of(
          new ServerUser(List.of(), self, number("/proc/self", "unix:gid", directory)));
    }
    return ways().stream().filter(way -> way.reaches(directory)).findFirst();
  }

  /** The failure that no way leads anywhere. */
  static ProvisionerException none() {
    return new ProvisionerException(
        NO_SERVER_USER,
        "PostgreSQL does not run as root, and root can become nobody else here (tried setpriv,"
            + " runuser, chroot and unshare)",
        "run Automat as another user, or set provisioners.local.postgres.url to a PostgreSQL server"
            + " that you run");
  }

  private static List<ServerUser> ways() {
    List<ServerUser> ways = new ArrayList<>();
    Optional<Integer> uid = idOfNobody("-u");
    Optional<Integer> gid = idOfNobody("-g");
    if (uid.isPresent() && gid.isPresent()) {
      List<List<String>> tools =
          List.of(
              List.of("setpriv", "--reuid=" + uid.get(), "--regid=" + gid.get(), "--clear-groups"),
              List.of("runuser", "-u", "nobody", "--"),
              List.of("chroot", "--userspec=" + uid.get() + ":" + gid.get(), "/"));
      tools.forEach(tool -> ways.add(new ServerUser(tool, uid.get(), gid.get())));
    }
    ways.add(new ServerUser(List.of("unshare", "-U"), 0, 0));
    return ways;
  }

  private static Optional<Integer> idOfNobody(String option) {
    Command.Result result = Command.run(List.of(), List.of("id", option, "nobody"), LIMIT);
    return result.succeeded() && result.output().matches("[1-9][0-9]*")
        ? Optional.of(Integer.parseInt(result.output()))
        : Optional.empty();
  }

  private boolean reaches(Path directory) {
    Command.Result result =
        Command.run(
            prefix,
            List.of("sh", "-c", "test -x \"$0\" && id -u", directory.toAbsolutePath().toString()),
            LIMIT);
    return result.succeeded() && !result.output().equals("0");
  }

  /** Gives a file, or a directory with all that is in it, to this user, where it is not yet. */
  void own(Path path) {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.toList()) {
        if ((int) Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS) != uid) {
          Files.setAttribute(each, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(each, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
      }
    } catch (IOException failure) {
      throw HostFailure.files("can not give " + path + " to user " + uid, failure);
    }
  }

  private static int number(String file, String attribute, Path fallback) {
    try {
      Path proc = Path.of(file);
      return (int) Files.getAttribute(Files.exists(proc) ? proc : fallback, attribute);
    } catch (IOException failure) {
      throw HostFailure.files("can not find out who we are", failure);
    }
  }
}
