package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.provisioner.gcp.call.Labels;
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
import java.util.Optional;
import java.util.Set;

/** What is known of the types before anything is made. */
public final class CloudSqlDescriptor {

  private CloudSqlDescriptor() {}

  /** The descriptor of the engine's type. */
  public static TypeDescriptor of(DatabaseEngine engine) {
    return new TypeDescriptor(
            engine.type(),
            SettingsSchema.of(engine),
            // "Edit instances": a disk never shrinks and keeps its kind; a key is chosen at the
            // creation; a version never sinks.
            Map.of(
                Keys.STORAGE, Change.GROW_ONLY,
                Keys.ENGINE_VERSION, Change.GROW_ONLY,
                Keys.STORAGE_TYPE, Change.REPLACE,
                Keys.KMS_KEY, Change.REPLACE,
                Keys.CUSTOMER_KEY, Change.REPLACE,
                Keys.DATABASE_NAME, Change.REPLACE),
            // project and instance name have 97 characters together, a project at most 30
            new NamingRule(63),
            ListDepth.FULL,
            CredentialNeed.USERNAME_PASSWORD,
            List.of(
                Keys.HOST,
                Keys.PORT,
                Keys.DATABASE,
                Keys.ENGINE_VERSION,
                Keys.CONNECTION_NAME,
                Keys.BINDING_SECRET_PREFIX),
            Duration.ofSeconds(30),
            Duration.ofMinutes(8),
            // The default quota of a user is 180 queries in a minute.
            new RateLimit(3, 8, Optional.of("sqladmin")))
        .withTagRules(Labels.RULES)
        .withBindings(new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER))
        .withAbilities(Ability.QUARANTINE, Ability.RECOVERY)
        .withCopiesIf(Keys.RETAIN_BACKUPS);
  }
}
