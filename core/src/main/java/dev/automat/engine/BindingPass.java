package dev.automat.engine;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Binding;
import dev.automat.resource.Resource;
import dev.automat.retry.Backoff;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tends the bindings of a resource that is as it should be, under the claim on the resource. What
 * one of them meets hinders neither the others nor the resource.
 */
final class BindingPass {

  private static final Logger log = LoggerFactory.getLogger(BindingPass.class);
  private static final Duration HELD = Duration.ofMinutes(1);
  private static final ErrorCode NO_KEY = new ErrorCode("no-key", ErrorType.INTERNAL);

  private final Tools tools;
  private final OpenType type;
  private final Resource resource;
  private final ResourceRef ref;
  private final BooleanSupplier leaseSuffices;

  BindingPass(
      Tools tools,
      OpenType type,
      Resource resource,
      ResourceRef ref,
      BooleanSupplier leaseSuffices) {
    this.tools = tools;
    this.type = type;
    this.resource = resource;
    this.ref = ref;
    this.leaseSuffices = leaseSuffices;
  }

  /**
   * What came of it.
   *
   * @param next when a binding needs the next look
   * @param failure the worst that the cloud answered
   */
  record Tended(Instant next, Optional<ErrorCode> failure) {

    private static final Tended NOTHING = new Tended(Instant.MAX, Optional.empty());

    private Tended and(Instant look, Optional<ErrorCode> met) {
      boolean silent = met.filter(code -> !code.answered()).isPresent();
      return new Tended(look.isBefore(next) ? look : next, silent ? met : failure.or(() -> met));
    }
  }

  /**
   * @throws Fenced if the claim was lost
   */
  Tended tend(Map<String, Object> outputs) {
    Optional<BindingOffer> offer = type.descriptor().bindings();
    if (type.bindable().isEmpty() || offer.isEmpty()) {
      log.warn("{} has bindings, and its plugin makes none any more", resource.key());
      return Tended.NOTHING;
    }
    if (tools.guard().holdOn(resource.account(), now()).isPresent()) {
      return Tended.NOTHING.and(
          now().plus(Backoff.jittered(HELD, tools.random())), Optional.empty());
    }
    BindingWork work =
        new BindingWork(
            tools, type.bindable().get(), offer.get(), resource.lease().epoch(), leaseSuffices);
    return tend(work, outputs);
  }

  private Tended tend(BindingWork work, Map<String, Object> outputs) {
    List<Binding> bindings = tools.store().bindings().of(resource.uid());
    BindingTarget target;
    Set<GrantId> grants;
    try {
      target = new BindingTarget(ref, outputs, credentials());
      grants = tools.calls().call(() -> work.bindable().grants(target));
    } catch (ProvisionerException e) {
      return unseen(work, bindings, e);
    } catch (KeyUnavailableException e) {
      return unseen(
          work,
          bindings,
          new ProvisionerException(
              NO_KEY, String.valueOf(e.getMessage()), "start the server again with that key", e));
    }
    tellUnknown(bindings, grants);
    SharedSecret shared = new SharedSecret(work, target);
    IncompleteGrants incomplete = new IncompleteGrants(work, target, grants);
    Tended tended = Tended.NOTHING;
    for (Binding binding : bindings) {
      BindingSteps steps =
          new BindingSteps(
              work,
              target,
              shared,
              incomplete,
              binding,
              versions(binding.id(), grants),
              resource.nudgedAt());
      tended = tended.and(steps.take(), steps.failure());
    }
    return tended;
  }

  /** Nobody can tell what stands, so nothing is done; those that wait for something are told. */
  private Tended unseen(BindingWork work, List<Binding> bindings, ProvisionerException e) {
    Tended tended =
        Tended.NOTHING.and(
            now().plus(Backoff.after(e.code().type(), 3, tools.random())), Optional.of(e.code()));
    for (Binding binding : bindings) {
      if (binding.status().observedGeneration() != binding.generation()) {
        tended = tended.and(work.failed(binding, e), Optional.empty());
      }
    }
    return tended;
  }

  /** An id that no row has: the store is older than the cloud. Left, as leaks are. */
  private void tellUnknown(List<Binding> bindings, Set<GrantId> grants) {
    Set<String> known = bindings.stream().map(Binding::id).collect(Collectors.toSet());
    grants.stream()
        .filter(grant -> !known.contains(grant.binding()))
        .forEach(
            grant ->
                log.warn(
                    "{} has a user {} that stands on no record, as after the restore of an older"
                        + " store; it is left alone: drop it there if nobody needs it",
                    resource.key(),
                    grant.userName(resource.uid())));
  }

  private static Set<Integer> versions(String id, Set<GrantId> grants) {
    return grants.stream()
        .filter(grant -> grant.binding().equals(id))
        .map(GrantId::version)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<Credentials> credentials() {
    return switch (type.descriptor().credentials()) {
      case NONE -> Optional.empty();
      case USERNAME_PASSWORD ->
          tools.store().secret(resource.uid(), Pass.CREDENTIALS).map(tools.secrets()::unseal);
    };
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
