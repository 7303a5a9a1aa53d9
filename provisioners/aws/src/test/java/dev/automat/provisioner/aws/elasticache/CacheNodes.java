package dev.automat.provisioner.aws.elasticache;

import dev.automat.testkit.aws.CacheLogin;
import dev.automat.testkit.redis.RedisSession;
import dev.automat.testkit.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The data plane that the stand-in for ElastiCache has none of: one Redis for all caches of a test,
 * which is told of users as the control plane knows them. That AWS tells its nodes in the same way,
 * and that the sessions of a deleted user end there as they end here, is what AWS's and Redis's
 * documentation say; it was never tried on AWS.
 */
record CacheNodes(TestRedis redis) {

  /** Makes the users of Redis those that the control plane names, and no others. */
  void tell(List<CacheLogin> logins) {
    try (RedisSession session = redis.open()) {
      Set<String> standing = new TreeSet<>(List.of(session.call("ACL", "USERS").split("\n", -1)));
      for (CacheLogin login : logins) {
        standing.remove(login.name());
        if (!login.name().equals(CacheConnection.USER)) {
          session.call(rule(login));
        }
      }
      standing.remove(CacheConnection.USER);
      standing.remove("");
      for (String gone : standing) {
        session.call("ACL", "DELUSER", gone);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] rule(CacheLogin login) {
    List<String> rule = new ArrayList<>(List.of("ACL", "SETUSER", login.name()));
    rule.addAll(List.of("resetpass", "resetkeys", "resetchannels", "-@all"));
    login.passwords().forEach(password -> rule.add(">" + password));
    rule.addAll(List.of(login.access().split(" ", -1)));
    return rule.toArray(String[]::new);
  }

  /** Signs in; empty if it is not let in. */
  Optional<RedisSession> signIn(String username, String password) {
    try {
      RedisSession session = redis.open();
      try {
        session.call("AUTH", username, password);
        return Optional.of(session);
      } catch (IllegalStateException refused) {
        session.close();
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
