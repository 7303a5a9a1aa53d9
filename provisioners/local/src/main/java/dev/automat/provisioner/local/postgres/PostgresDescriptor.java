package dev.automat.provisioner.local.postgres;

import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.NamingRule;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of {@code local/postgres} before anything is made. */
public final class PostgresDescriptor {

  static final String ENGINE_VERSION = "engineVersion";
  static final String CONNECTION_LIMIT = "connectionLimit";

  static final String HOST = "host";
  static final String PORT = "port";
  static final String DATABASE = "database";

  private static final String SETTINGS =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "engineVersion": {
            "type": "string",
            "pattern": "^[1-9][0-9]$",
            "description": "Major version of PostgreSQL, such as \\"18\\". All databases of a placement share one server, so this must be the server's; another is refused. The embedded server is 18."
          },
          "connectionLimit": {
            "type": "integer",
            "minimum": 1,
            "maximum": 10000,
            "description": "How many connections the database takes at once. Without it there is no limit but the server's own."
          }
        }
      }
      """;

  /** The descriptor of {@code local/postgres}. */
  public static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
              "local/postgres",
              SETTINGS,
              Map.of(ENGINE_VERSION, Change.REPLACE, CONNECTION_LIMIT, Change.IN_PLACE),
              // PostgreSQL cuts identifiers to 63 bytes (NAMEDATALEN - 1)
              new NamingRule(63),
              ListDepth.FULL,
              CredentialNeed.USERNAME_PASSWORD,
              List.of(HOST, PORT, DATABASE),
              // what was answered is seen at once; what was cut short ends a moment later
              Duration.ofMillis(200),
              Duration.ofSeconds(2),
              new RateLimit(50, 8))
          .withBindings(new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER))
          .withAbilities(Ability.QUARANTINE, Ability.RECOVERY);

  private PostgresDescriptor() {}
}
