package dev.automat.provisioner.aws.rds;

import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.ProvisionerException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the application that has the grant connects with. */
record GrantedConnection(DatabaseEngine engine, Grant grant) {

  /** Nothing of the master is in it. */
  Map<String, String> of(Map<String, Object> outputs) {
    Credentials own = credentials();
    Map<String, Object> as = new LinkedHashMap<>(outputs);
    as.put(Keys.USERNAME, own.username());
    as.remove(Keys.MASTER_SECRET);
    Map<String, String> connection =
        new LinkedHashMap<>(new ConnectionDetails(engine).of(as, Optional.of(own)));
    connection.put(Bindable.TYPE, engine.uriScheme());
    connection.put(
        Bindable.REACHABLE_FROM,
        "where the security groups of the instance let port "
            + outputs.getOrDefault(Keys.PORT, engine.port())
            + " in, which usually is inside its network only");
    return connection;
  }

  /** Of the grant's own user. */
  Credentials credentials() {
    return switch (grant.holder()) {
      case Grant.User(Credentials credentials) -> credentials;
      case Grant.Principal _ ->
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS,
              "a database on RDS has users and knows no principals",
              "leave the principal out");
    };
  }
}
