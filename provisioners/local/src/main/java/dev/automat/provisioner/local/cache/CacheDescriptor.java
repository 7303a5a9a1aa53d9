package dev.automat.provisioner.local.cache;

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

/** What is known of {@code local/redis} before anything is made. */
public final class CacheDescriptor {

  static final String SCRIPTS = "scripts";

  static final String HOST = "host";
  static final String PORT = "port";
  static final String PREFIX = "prefix";

  private static final String SETTINGS =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "scripts": {
            "type": "boolean",
            "description": "Whether Lua scripts may be run. One that runs long keeps all caches of the server waiting. true unless set."
          }
        }
      }
      """;

  /** The descriptor of {@code local/redis}. */
  public static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
              "local/redis",
              SETTINGS,
              Map.of(SCRIPTS, Change.IN_PLACE),
              // Redis has no limit; that of databases, so that both are named alike.
              new NamingRule(63),
              ListDepth.FULL,
              CredentialNeed.USERNAME_PASSWORD,
              List.of(HOST, PORT, PREFIX),
              Duration.ZERO,
              Duration.ofSeconds(1),
              new RateLimit(50, 8))
          .withBindings(new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER))
          .withAbilities(Ability.QUARANTINE);

  private CacheDescriptor() {}
}
