package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ResourceRef;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Users, and what they sign in with kept in Secrets Manager, too, where the module asks for it. The
 * secret is written after its user is made, and deleted after its user is gone. Whoever binds has
 * signed in, so that a restoration that could not is made up for.
 */
record KeptUsers(AwsAccounts accounts, Bindable users) implements Bindable {

  /** What the connection calls the secret. */
  private static final String SECRET_ARN = "secretArn";

  /** A ClusterSecretStore of the provider for Secrets Manager. */
  private static final String STORE = "aws";

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return users.grants(target);
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    users.bind(target, grant);
    AwsFailures.translating(
        "tagging DB instance " + target.ref().externalName(),
        () -> {
          Restoration.takenOver(accounts.place(target.ref().scope()), target.ref());
          return true;
        });
    if (!prefix(target.outputs()).isEmpty()) {
      Map<String, String> connection =
          new LinkedHashMap<>(users.connection(target.outputs(), grant));
      connection.remove(REACHABLE_FROM);
      in(target.ref(), "writing", secrets -> secrets.put(grant, connection));
    }
  }

  /** What is not in its secret: it was switched on since, or somebody deleted or changed it. */
  @Override
  public Set<GrantId> incomplete(BindingTarget target, Set<GrantId> standing) {
    if (prefix(target.outputs()).isEmpty()) {
      return Set.of();
    }
    Set<GrantId> lacking = new HashSet<>();
    in(
        target.ref(),
        "looking at",
        secrets ->
            GrantId.newest(standing).stream()
                .filter(grant -> !secrets.holds(grant))
                .forEach(lacking::add));
    return lacking;
  }

  /** Whether it is kept now or was once. */
  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    users.unbind(target, grant);
    in(target.ref(), "deleting", secrets -> secrets.remove(grant));
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection = new LinkedHashMap<>(users.connection(outputs, grant));
    String prefix = prefix(outputs);
    if (!prefix.isEmpty()) {
      String arn = BindingSecrets.arn(prefix, grant.id());
      connection.put(SECRET_ARN, arn);
      connection.put(SECRET_STORE, STORE);
      connection.put(SECRET_STORE_KEY, arn);
    }
    return connection;
  }

  private static String prefix(Map<String, Object> outputs) {
    return String.valueOf(outputs.getOrDefault(Keys.BINDING_SECRET_PREFIX, ""));
  }

  private void in(ResourceRef ref, String doing, Consumer<BindingSecrets> work) {
    AwsFailures.translating(
        doing + " the secret of a binding of DB instance " + ref.externalName(),
        () -> {
          work.accept(new BindingSecrets(accounts.place(ref.scope()), ref));
          return true;
        });
  }
}
