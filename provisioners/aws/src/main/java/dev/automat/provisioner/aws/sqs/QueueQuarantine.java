package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Keeps everybody from the messages of a queue and of its dead-letter queue, by their policies. SQS
 * has no sessions: each call is a new one. A change of a policy takes up to 60 seconds to be
 * everywhere (SetQueueAttributes).
 */
record QueueQuarantine(AwsAccounts accounts) implements Quarantinable {

  @Override
  public Optional<String> quarantine(BindingTarget target) {
    return change(target.ref(), "closing", QuarantinePolicy::closed);
  }

  @Override
  public Optional<String> release(BindingTarget target) {
    return change(target.ref(), "opening", QuarantinePolicy::opened);
  }

  private Optional<String> change(
      ResourceRef ref, String doing, Function<QuarantinePolicy, Optional<String>> to) {
    return AwsFailures.translating(
        doing + " queue " + ref.externalName(),
        () -> {
          SqsCalls sqs = new SqsCalls(accounts.place(ref.scope()));
          FoundQueues found = sqs.find(new QueueNames(ref.externalName()));
          FoundQueue main = found.main().orElseThrow(() -> gone(ref));
          FoundQueues.requireOurs(main, ref);
          Stream.concat(found.ourLetters(ref).stream(), Stream.of(main))
              .forEach(
                  queue ->
                      to.apply(policy(queue))
                          .ifPresent(
                              text ->
                                  sqs.change(
                                      queue.url(), Map.of(QueueAttributeName.POLICY, text))));
          return Optional.empty();
        });
  }

  private static QuarantinePolicy policy(FoundQueue queue) {
    return new QuarantinePolicy(queue.attribute(QueueAttributeName.POLICY), queue.arn());
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "queue " + ref.externalName() + " is not there",
        "nothing: it is looked at again");
  }
}
