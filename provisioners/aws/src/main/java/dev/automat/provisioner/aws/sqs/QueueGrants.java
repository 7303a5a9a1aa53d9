package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Lets the principals of applications into a queue, by statements of its policy. */
record QueueGrants(AwsAccounts accounts) implements Bindable {

  private static final ErrorCode GONE = ErrorCode.ofOneResource("gone");

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return run(
        "looking at the policy of queue " + target.ref().externalName(),
        target.ref(),
        sqs -> find(sqs, target.ref()).map(queue -> policy(queue).grants()).orElse(Set.of()));
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    String principal = principal(grant);
    run(
        "letting " + principal + " into queue " + target.ref().externalName(),
        target.ref(),
        sqs -> {
          FoundQueue queue = find(sqs, target.ref()).orElseThrow(() -> gone(target.ref()));
          change(sqs, queue, policy(queue).with(grant, principal));
          return true;
        });
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    run(
        "taking a grant from queue " + target.ref().externalName(),
        target.ref(),
        sqs -> {
          find(sqs, target.ref())
              .ifPresent(queue -> change(sqs, queue, policy(queue).without(grant)));
          return true;
        });
  }

  /** No secret: who signs in as the principal has the access. */
  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    connection.put("principal", principal(grant));
    connection.put(TYPE, "sqs");
    connection.put(
        REACHABLE_FROM,
        "wherever SQS in "
            + outputs.getOrDefault("region", "its region")
            + " is reached by who signs in as the principal");
    return connection;
  }

  private static String principal(Grant grant) {
    return switch (grant.holder()) {
      case Grant.Principal(String name) -> name;
      case Grant.User _, Grant.Shared _ ->
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS, "SQS has no users", "name a principal");
    };
  }

  private static GrantPolicy policy(FoundQueue queue) {
    return new GrantPolicy(queue.attribute(QueueAttributeName.POLICY), queue.arn());
  }

  private static void change(SqsCalls sqs, FoundQueue queue, Optional<String> policy) {
    policy.ifPresent(text -> sqs.change(queue.url(), Map.of(QueueAttributeName.POLICY, text)));
  }

  /** Ours, or a failure. */
  private static Optional<FoundQueue> find(SqsCalls sqs, ResourceRef ref) {
    Optional<FoundQueue> queue = sqs.find(new QueueNames(ref.externalName())).main();
    queue.ifPresent(found -> FoundQueues.requireOurs(found, ref));
    return queue;
  }

  private <T> T run(String doing, ResourceRef ref, Function<SqsCalls, T> work) {
    return AwsFailures.translating(
        doing, () -> work.apply(new SqsCalls(accounts.place(ref.scope()))));
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        GONE,
        "queue " + ref.externalName() + " is not there",
        "nothing: it is bound once it is there");
  }
}
