package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A resource with those who use it: what the checks of quarantine and recovery are made of.
 *
 * @param desired with the cloud id on record
 * @param shown what stood once it could be used
 * @param ways by which it is used: with its own credentials, and by a binding, as far as the
 *     harness goes them
 */
record Tenancy(
    Subject subject, ConformanceHarness bench, Desired desired, Present shown, List<Way> ways) {

  /** What the users keep in it. */
  static final String KEPT = "kit_kept";

  /**
   * One way in.
   *
   * @param tries opens a session; empty if it is not let in
   */
  record Way(Subject subject, String who, Supplier<Optional<Application>> tries) {

    Application in() {
      List<Application> in = new ArrayList<>();
      subject.eventually(
          who + " is let in",
          () -> {
            in.addAll(tries.get().stream().toList());
            return !in.isEmpty();
          });
      return in.getFirst();
    }

    void awaitShut() {
      subject.eventually(
          who + " is let in no more",
          () -> {
            Optional<Application> in = tries.get();
            in.ifPresent(Application::close);
            return in.isEmpty();
          });
    }
  }

  static Tenancy of(Subject subject, ConformanceHarness bench) {
    Desired desired = subject.fresh();
    return over(subject, bench, desired, subject.available(desired));
  }

  static Tenancy over(Subject subject, ConformanceHarness bench, Desired made, Present shown) {
    Desired desired = Subject.recorded(made, shown);
    List<Way> ways = new ArrayList<>();
    if (bench.opensSessions(subject.toString())) {
      ways.add(own(subject, bench, desired, shown));
    }
    BindingTarget target = new BindingTarget(desired.ref(), shown.outputs(), desired.credentials());
    subject
        .operations()
        .bindable()
        .filter(_ -> bench.unableToSignIn().isEmpty())
        .ifPresent(bindable -> ways.add(bound(subject, bench, bindable, target)));
    return new Tenancy(subject, bench, desired, shown, ways);
  }

  private static Way own(
      Subject subject, ConformanceHarness bench, Desired desired, Present shown) {
    return new Way(
        subject,
        "who has the own credentials",
        () ->
            bench.session(
                desired.ref(),
                subject.operations().connection(shown.outputs(), desired.credentials())));
  }

  private static Way bound(
      Subject subject, ConformanceHarness bench, Bindable bindable, BindingTarget target) {
    Bound bound = new Bound(subject, bench, bindable, target);
    Grant grant = bound.grant(1, Access.READWRITE);
    bound.bind(grant);
    return new Way(
        subject,
        "the application",
        () -> bench.signIn(target.ref(), grant, bound.connection(grant)));
  }

  ResourceRef ref() {
    return desired.ref();
  }

  BindingTarget target() {
    return new BindingTarget(ref(), shown.outputs(), desired.credentials());
  }

  /** Skips the check, with the harness's words, where there is nobody to ask. */
  Tenancy inhabited() {
    assumeFalse(
        ways.isEmpty() && bench.unableToSignIn().isPresent(),
        () -> bench.unableToSignIn().orElse(""));
    assertTrue(!ways.isEmpty(), "a type without bindings needs sessions of the harness");
    return this;
  }

  /** Each way makes something of its own. */
  Tenancy furnished() {
    for (int i = 0; i < ways.size(); i++) {
      try (Application application = ways.get(i).in()) {
        assertTrue(application.makes(KEPT + i), ways.get(i).who() + " makes something");
      }
    }
    return this;
  }

  /** Everybody finds again what he made. */
  void assertFurnished() {
    for (int i = 0; i < ways.size(); i++) {
      try (Application application = ways.get(i).in()) {
        assertTrue(application.reads(KEPT + i), ways.get(i).who() + " finds what there was");
      }
    }
  }

  void quarantine() {
    Quarantinable quarantinable = subject.operations().quarantinable().orElseThrow();
    subject.eventually("it is in quarantine", () -> quarantinable.quarantine(target()).isEmpty());
  }

  void release() {
    Quarantinable quarantinable = subject.operations().quarantinable().orElseThrow();
    subject.eventually("it is released", () -> quarantinable.release(target()).isEmpty());
  }

  void awaitShut() {
    ways.forEach(Way::awaitShut);
  }

  /** Everybody has a session open until this is run. */
  Runnable sessionsThatMustEnd() {
    List<Application> open = ways.stream().map(Way::in).toList();
    open.forEach(session -> assertTrue(session.works(), "it works until then"));
    return () -> {
      for (int i = 0; i < open.size(); i++) {
        Application session = open.get(i);
        subject.eventually(
            "the open session of " + ways.get(i).who() + " is ended", () -> !session.works());
        session.close();
      }
    };
  }

  void delete() {
    subject.operations().delete(ref());
    subject.awaitAbsent(ref());
  }
}
