package dev.automat.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A resource whose applications are bound. */
record Bound(Subject subject, ConformanceHarness bench, Bindable bindable, BindingTarget target) {

  /** A new one; the check is skipped if the harness can not sign in. */
  static Bound of(Subject subject, ConformanceHarness bench) {
    assumeTrue(bench.unableToSignIn().isEmpty(), () -> bench.unableToSignIn().orElse(""));
    Bindable bindable = subject.operations().bindable().orElseThrow();
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    ResourceRef ref = Subject.recorded(desired.ref(), shown);
    return new Bound(
        subject, bench, bindable, new BindingTarget(ref, shown.outputs(), desired.credentials()));
  }

  boolean offers(Access access) {
    return subject.descriptor().bindings().orElseThrow().access().contains(access);
  }

  Grant grant(int version, Access access) {
    return grant(new GrantId("aaaaaa", version), access);
  }

  /** The next version of the same binding. */
  Grant next(Grant old) {
    return grant(new GrantId(old.id().binding(), old.id().version() + 1), old.access());
  }

  Grant other(String binding, Access access) {
    return grant(new GrantId(binding, 1), access);
  }

  private Grant grant(GrantId id, Access access) {
    String uid = target.ref().uid();
    return new Grant(
        id,
        "kit",
        access,
        switch (subject.descriptor().bindings().orElseThrow().holder()) {
          case USER -> new Grant.User(new Credentials(id.userName(uid), subject.newPassword()));
          case PRINCIPAL -> new Grant.Principal(bench.principal(id));
          case SHARED -> new Grant.Shared(bindable.sharedSecret(target));
        });
  }

  /** What the holder signs in with, if that is a secret. */
  static Optional<Credentials> secret(Grant grant) {
    return switch (grant.holder()) {
      case Grant.User(Credentials own) -> Optional.of(own);
      case Grant.Principal _ -> Optional.empty();
      case Grant.Shared(Credentials all) -> Optional.of(all);
    };
  }

  void bind(Grant grant) {
    askedAgain(grant.id() + " is bound", () -> bindable.bind(target, grant));
  }

  void unbind(GrantId grant) {
    askedAgain(grant + " is unbound", () -> bindable.unbind(target, grant));
  }

  /** As the engine does it, of a cloud that answers that it is at work on the resource. */
  private void askedAgain(String what, Runnable call) {
    subject.eventually(
        what,
        () -> {
          try {
            call.run();
            return true;
          } catch (ProvisionerException failure) {
            ErrorCode code = failure.code();
            if (code.type() != ErrorType.EXTERNAL || !code.answered()) {
              throw failure;
            }
            return false;
          }
        });
  }

  Map<String, String> connection(Grant grant) {
    return bindable.connection(target.outputs(), grant);
  }

  Application signIn(Grant grant) {
    List<Application> in = new ArrayList<>();
    subject.eventually(
        grant.id() + " lets in",
        () -> {
          in.addAll(trySignIn(grant).stream().toList());
          return !in.isEmpty();
        });
    return in.getFirst();
  }

  private Optional<Application> trySignIn(Grant grant) {
    return bench.signIn(target.ref(), grant, connection(grant));
  }

  void awaitRefused(Grant grant) {
    subject.eventually(
        grant.id() + " lets nobody in any more",
        () -> {
          Optional<Application> in = trySignIn(grant);
          in.ifPresent(Application::close);
          return in.isEmpty();
        });
  }

  void awaitGrants(Set<GrantId> wanted) {
    subject.eventually("the grants are " + wanted, () -> bindable.grants(target).equals(wanted));
  }
}
