package dev.automat.provisioner.gcp.pubsub;

import com.google.iam.v1.Policy;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Quarantinable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Takes from everybody who has a grant of ours what lets him receive and publish, and gives it
 * back. His name is kept in between as a viewer's of the subscription. Nothing is said of it
 * elsewhere: each call makes both policies what they should be.
 *
 * <p>It does not reach who was let in by others: by hand, or by a role on the project. That takes a
 * deny policy, which is another API (IAM v2), needs rights on the whole project, and knows no
 * single topic.
 */
record QueueQuarantine(GcpAccounts accounts) implements Quarantinable {

  @Override
  public Optional<String> quarantine(BindingTarget target) {
    GrantedQueue.change(accounts, target.ref(), "closing", QueueQuarantine::close);
    return Optional.empty();
  }

  @Override
  public Optional<String> release(BindingTarget target) {
    GrantedQueue.change(accounts, target.ref(), "opening", QueueQuarantine::open);
    return Optional.empty();
  }

  private static void close(GrantedQueue queue) {
    Collection<GrantLabel> grants = queue.grants().values();
    queue.editTopic(
        grants.stream().map(grant -> GrantedQueue.remove(Members.PUBLISHER, grant)).toList());
    queue.editSubscription(
        grants.stream().map(grant -> GrantedQueue.remove(Members.SUBSCRIBER, grant)).toList());
  }

  private static void open(GrantedQueue queue) {
    Collection<GrantLabel> grants = queue.grants().values();
    Policy shown = queue.calls().policy(queue.names().subscription());
    List<String> kept = List.copyOf(new Members(shown, Members.VIEWER).all());
    queue.editSubscription(
        kept.stream()
            .filter(member -> grants.stream().anyMatch(grant -> grant.isTo(member)))
            .map(member -> GrantedQueue.add(Members.SUBSCRIBER, member))
            .toList());
    queue.editTopic(
        kept.stream()
            .filter(
                member -> grants.stream().anyMatch(grant -> grant.writes() && grant.isTo(member)))
            .map(member -> GrantedQueue.add(Members.PUBLISHER, member))
            .toList());
  }
}
