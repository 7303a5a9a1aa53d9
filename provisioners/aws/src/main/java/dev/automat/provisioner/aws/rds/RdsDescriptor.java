package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.AwsTags;
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
public final class RdsDescriptor {

  private RdsDescriptor() {}

  /** The descriptor of the engine's type. */
  public static TypeDescriptor of(DatabaseEngine engine) {
    return new TypeDescriptor(
            engine.type(),
            SettingsSchema.of(engine),
            // ModifyDBInstance has no parameter for those that replace. RDS never shrinks a disk
            // ("Working with storage") and never lowers a version ("Upgrading a DB instance engine
            // version").
            Map.of(
                Keys.ALLOCATED_STORAGE, Change.GROW_ONLY,
                Keys.ENGINE_VERSION, Change.GROW_ONLY,
                Keys.STORAGE_ENCRYPTED, Change.REPLACE,
                Keys.KMS_KEY, Change.REPLACE,
                Keys.CUSTOMER_KEY, Change.REPLACE,
                Keys.MASTER_USERNAME, Change.REPLACE,
                Keys.DATABASE_NAME, Change.REPLACE),
            // CreateDBInstance, DBInstanceIdentifier: 1 to 63 letters, numbers or hyphens
            new NamingRule(63),
            // DescribeDBInstances shows the tags, but not what is in parameter groups
            ListDepth.TAGS,
            CredentialNeed.USERNAME_PASSWORD,
            List.of(
                Keys.HOST,
                Keys.PORT,
                Keys.DATABASE,
                Keys.USERNAME,
                Keys.ENGINE_VERSION,
                Keys.ARN,
                Keys.MASTER_SECRET,
                Keys.BINDING_SECRET_PREFIX),
            // RDS applies some changes a while after it accepted them, and its status follows
            // ("Modifying an Amazon RDS DB instance": asynchronously, as soon as possible)
            Duration.ofSeconds(60),
            // A small instance of one zone; two zones and large disks take longer. AWS states none.
            Duration.ofMinutes(10),
            // AWS publishes no rate for RDS; accounts see throttling from about 10 calls/s on, and
            // two
            // types and the console share them
            new RateLimit(4, 4, Optional.of("rds")))
        .withBindings(new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER))
        .withTagRules(AwsTags.RULES)
        .withAbilities(Ability.RECOVERY)
        .withCopiesIf(Keys.FINAL_SNAPSHOT);
  }
}
