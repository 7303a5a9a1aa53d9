package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.sql.SecretMark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The secrets of Secrets Manager that hold what bindings give, for applications that read them
 * there. One for each binding: its name stays when the binding is rotated, and it then holds the
 * newest version.
 */
record BindingSecrets(Place place, ResourceRef ref) {

  private static final Logger log = LoggerFactory.getLogger(BindingSecrets.class);

  private static final String WHAT = "secret";

  /** The end, so that no name ends like what AWS adds to one in an ARN: a hyphen, six letters. */
  private static final String END = "/connection";

  private static String folder(String uid) {
    return "automat/" + uid + "/";
  }

  private String name(GrantId grant) {
    return folder(ref.uid()) + grant.binding() + END;
  }

  /** The ARN of the secret without what AWS adds to it, which Secrets Manager takes as well. */
  static String arn(String prefix, GrantId grant) {
    return prefix + grant.binding() + END;
  }

  /**
   * How ARNs of the secrets of an instance begin.
   *
   * @param instanceArn {@code arn:<partition>:rds:<region>:<account>:db:<name>}
   */
  static String arnPrefix(String instanceArn) {
    String[] parts = instanceArn.split(":", -1);
    String uid = instanceArn.substring(instanceArn.lastIndexOf('-') + 1);
    return "arn:%s:secretsmanager:%s:%s:secret:%s"
        .formatted(parts[1], parts[3], parts[4], folder(uid));
  }

  /**
   * Writes what the grant gives, unless a newer version is there already.
   *
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the secret does not say that it
   *     is ours: whoever made it may have let others read it
   */
  void put(Grant grant, Map<String, String> connection) {
    String name = name(grant.id());
    String text = JsonMapper.shared().writeValueAsString(connection);
    Optional<DescribeSecretResponse> standing = findAny(name);
    if (standing.isEmpty()) {
      create(name, grant, text);
      return;
    }
    requireMarked(name, tags(standing.get().tags()));
    if (isGoing(standing.get())) {
      // Its name is taken until it is gone, a week at least (DeleteSecret, RecoveryWindowInDays).
      client().restoreSecret(restore -> restore.secretId(name));
    }
    boolean newer = version(name).filter(kept -> kept > grant.id().version()).isPresent();
    if (!newer) {
      client().putSecretValue(put -> put.secretId(name).secretString(text));
    }
  }

  /** Whether the secret of the binding holds that version or a newer one, where it can be read. */
  boolean holds(GrantId grant) {
    String name = name(grant);
    return find(name)
        .filter(standing -> isMarked(tags(standing.tags())))
        .flatMap(_ -> version(name))
        .filter(kept -> kept >= grant.version())
        .isPresent();
  }

  private void requireMarked(String name, Map<String, String> tags) {
    Ownership.require(WHAT, name, tags, ref);
    mark().require(name, tags);
  }

  private boolean isMarked(Map<String, String> tags) {
    return mark().isOn(tags);
  }

  private SecretMark mark() {
    return new SecretMark(ref, "tags");
  }

  /** As {@link #isMarked}; what is not, is left, and the log says so. */
  private boolean mayGo(String name, Map<String, String> tags) {
    boolean marked = isMarked(tags);
    if (!marked) {
      log.warn(
          "secret {} does not carry the tags of ours, and is left alone: look at whose it is, and"
              + " delete it if nobody needs it",
          name);
    }
    return marked;
  }

  private void create(String name, Grant grant, String text) {
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(ref));
    tags.put("automat-consumer", grant.consumer());
    client()
        .createSecret(
            make -> {
              make.name(name)
                  .description("Made by Automat: " + grant.consumer() + " of " + ref.externalName())
                  .secretString(text)
                  .tags(
                      tags.entrySet().stream()
                          .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                          .toList());
              place.settings().kmsKeyArn().ifPresent(make::kmsKeyId);
            });
  }

  /**
   * Deletes the secret of a binding whose newest version this is; gone is fine, and what does not
   * say that it is ours is left.
   */
  void remove(GrantId grant) {
    String name = name(grant);
    find(name)
        .filter(standing -> mayGo(name, tags(standing.tags())))
        .filter(standing -> version(name).filter(kept -> kept > grant.version()).isEmpty())
        .ifPresent(standing -> delete(name));
  }

  /** Deletes all of the instance that say that they are ours. */
  void removeAll() {
    Filter named =
        Filter.builder().key(FilterNameStringType.NAME).values(folder(ref.uid())).build();
    client().listSecretsPaginator(list -> list.filters(List.of(named))).stream()
        .flatMap(page -> page.secretList().stream())
        .filter(secret -> secret.name().startsWith(folder(ref.uid())))
        .filter(secret -> mayGo(secret.name(), tags(secret.tags())))
        .map(SecretListEntry::name)
        .toList()
        .forEach(this::delete);
  }

  /** At once: whoever still needs it has no user any more. */
  private void delete(String name) {
    ifThere(
        () ->
            client()
                .deleteSecret(delete -> delete.secretId(name).forceDeleteWithoutRecovery(true)));
  }

  private Optional<DescribeSecretResponse> find(String name) {
    return findAny(name).filter(standing -> !isGoing(standing));
  }

  /** Also one that somebody has scheduled for deletion. */
  private Optional<DescribeSecretResponse> findAny(String name) {
    return ifThere(() -> client().describeSecret(ask -> ask.secretId(name)));
  }

  private static boolean isGoing(DescribeSecretResponse secret) {
    return secret.deletedDate() != null;
  }

  /** Which version of the binding a secret holds; empty if it can not be read as one of ours. */
  private Optional<Integer> version(String name) {
    return ifThere(() -> client().getSecretValue(get -> get.secretId(name)))
        .map(value -> Optional.ofNullable(value.secretString()).orElse("{}"))
        .flatMap(text -> GrantId.ofUser(username(text), ref.uid()))
        .map(GrantId::version);
  }

  private static String username(String text) {
    try {
      return JsonMapper.shared().readTree(text).path(Keys.USERNAME).asString("");
    } catch (JacksonException notOurs) {
      return "";
    }
  }

  private static Map<String, String> tags(List<Tag> list) {
    Map<String, String> tags = new HashMap<>();
    list.forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  private SecretsManagerClient client() {
    return place.secrets();
  }

  private static <T> Optional<T> ifThere(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (AwsServiceException failure) {
      if (AwsFailures.isMissing(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
