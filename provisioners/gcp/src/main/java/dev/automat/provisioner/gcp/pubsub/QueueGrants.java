package dev.automat.provisioner.gcp.pubsub;

import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets the principals of applications into a queue, as members in the policies of its topic and
 * subscription. Whoever else is in them stays.
 */
record QueueGrants(GcpAccounts accounts) implements Bindable {

  /** Who can be named ("Principal identifiers"); everybody on the internet is nobody to bind. */
  private static final Pattern MEMBER =
      Pattern.compile("(serviceAccount|user|group|domain):[^:/ ]+|principal(Set)?://iam[.].+");

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return GrantedQueue.work(
            accounts, target.ref(), "looking at the grants of", queue -> queue.grants().keySet())
        .map(Set::copyOf)
        .orElse(Set.of());
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    String member = member(grant);
    GrantedQueue.change(
        accounts,
        target.ref(),
        "letting " + member + " into",
        queue -> bind(queue, GrantLabel.of(grant.id(), grant.access(), member), member));
  }

  /**
   * The label comes before what it tells of, and says the more of old and new until both policies
   * are as they should be: whatever a crash leaves, a repeat or an unbinding finds.
   */
  private static void bind(GrantedQueue queue, GrantLabel wanted, String member) {
    Optional<GrantLabel> old = Optional.ofNullable(queue.grants().get(wanted.id()));
    if (old.filter(label -> !label.digest().equals(wanted.digest())).isPresent()) {
      bind(withdrawn(queue, old.get()), wanted, member);
      return;
    }
    boolean wrote = old.filter(GrantLabel::writes).isPresent();
    GrantedQueue noted = queue.with(wrote ? wanted.with(Access.READWRITE) : wanted);
    noted.editSubscription(
        List.of(
            GrantedQueue.add(Members.VIEWER, member),
            GrantedQueue.add(Members.SUBSCRIBER, member)));
    if (wanted.writes()) {
      noted.editTopic(List.of(GrantedQueue.add(Members.PUBLISHER, member)));
    } else if (wrote && !wanted.isSharedToWrite(queue.grants().values())) {
      noted.editTopic(List.of(GrantedQueue.remove(Members.PUBLISHER, wanted)));
    }
    noted.with(wanted);
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    GrantedQueue.work(
        accounts,
        target.ref(),
        "taking a grant from",
        queue ->
            Optional.ofNullable(queue.grants().get(grant))
                .map(label -> withdrawn(queue, label))
                .orElse(queue));
  }

  /** The label goes last: until then it says what is left to be taken away. */
  private static GrantedQueue withdrawn(GrantedQueue queue, GrantLabel grant) {
    var all = queue.grants().values();
    if (grant.writes() && !grant.isSharedToWrite(all)) {
      queue.editTopic(List.of(GrantedQueue.remove(Members.PUBLISHER, grant)));
    }
    if (!grant.isShared(all)) {
      queue.editSubscription(
          List.of(
              GrantedQueue.remove(Members.SUBSCRIBER, grant),
              GrantedQueue.remove(Members.VIEWER, grant)));
    }
    return queue.without(grant);
  }

  /** No secret: who signs in as the principal has the access. */
  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    connection.put("principal", member(grant));
    connection.put(TYPE, "pubsub");
    connection.put(REACHABLE_FROM, "wherever Pub/Sub is reached by who signs in as the principal");
    return connection;
  }

  private static String member(Grant grant) {
    return switch (grant.holder()) {
      case Grant.Principal(String name) -> {
        if (!MEMBER.matcher(name).matches()) {
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS,
              "%s is no principal of Google Cloud that can be bound".formatted(name),
              "write it as serviceAccount:checkout@project.iam.gserviceaccount.com, or with user:,"
                  + " group:, domain:, principal:// or principalSet://");
        }
        yield name;
      }
      case Grant.User _, Grant.Shared _ ->
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS, "Pub/Sub has no users", "name a principal");
    };
  }
}
