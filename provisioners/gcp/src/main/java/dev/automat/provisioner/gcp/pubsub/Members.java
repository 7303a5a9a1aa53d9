package dev.automat.provisioner.gcp.pubsub;

import com.google.iam.v1.Binding;
import com.google.iam.v1.Policy;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The members of one role in the policy of a topic or subscription. Roles under a condition, and
 * members that are not named here, stay as they are.
 *
 * @param policy as it was read, with its etag: Google refuses a write if somebody was faster
 * @param role such as {@code roles/pubsub.subscriber}
 */
record Members(Policy policy, String role) {

  static final String PUBLISHER = "roles/pubsub.publisher";
  static final String SUBSCRIBER = "roles/pubsub.subscriber";
  static final String VIEWER = "roles/pubsub.viewer";

  Set<String> all() {
    return policy.getBindingsList().stream()
        .filter(this::isPlain)
        .flatMap(binding -> binding.getMembersList().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean has(String member) {
    return all().stream().anyMatch(each -> isSame(each, member));
  }

  /** The policy with the member, if it has to change. */
  Optional<Policy> with(String member) {
    if (has(member)) {
      return Optional.empty();
    }
    Policy.Builder changed = policy.toBuilder();
    for (int i = 0; i < changed.getBindingsCount(); i++) {
      if (isPlain(changed.getBindings(i))) {
        changed.getBindingsBuilder(i).addMembers(member);
        return Optional.of(changed.build());
      }
    }
    changed.addBindings(Binding.newBuilder().setRole(role).addMembers(member));
    return Optional.of(changed.build());
  }

  /** The policy without the member, if it has to change. A role without members is left out. */
  Optional<Policy> without(String member) {
    if (!has(member)) {
      return Optional.empty();
    }
    Policy.Builder changed = policy.toBuilder().clearBindings();
    for (Binding binding : policy.getBindingsList()) {
      Binding.Builder kept = binding.toBuilder();
      if (isPlain(binding)) {
        kept.clearMembers();
        binding.getMembersList().stream()
            .filter(each -> !isSame(each, member))
            .forEach(kept::addMembers);
      }
      if (kept.getMembersCount() > 0) {
        changed.addBindings(kept);
      }
    }
    return Optional.of(changed.build());
  }

  private boolean isPlain(Binding binding) {
    return binding.getRole().equals(role) && !binding.hasCondition();
  }

  private static boolean isSame(String one, String other) {
    return normal(one).equals(normal(other));
  }

  /**
   * A member without what Google makes of it: addresses in lower case, and {@code
   * deleted:serviceAccount:x?uid=1} of an account that was deleted.
   */
  static String normal(String member) {
    String lower = member.toLowerCase(Locale.ROOT);
    return lower.startsWith("deleted:")
        ? lower.substring("deleted:".length()).replaceFirst("[?]uid=.*$", "")
        : lower;
  }
}
