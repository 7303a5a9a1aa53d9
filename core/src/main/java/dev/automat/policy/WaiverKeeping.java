package dev.automat.policy;

import dev.automat.identity.Caller;
import dev.automat.policy.Waiver.Act;
import dev.automat.policy.Waiver.State;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Uid;
import dev.automat.resource.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Asks for waivers and decides on them. Calls block until the outcome is stored. */
public final class WaiverKeeping {

  private final Supplier<Policies> policies;
  private final WaiverRecords records;
  private final WaiverBook book;
  private final Duration longest;
  private final RandomGenerator random;

  /**
   * @param longest how long a waiver may hold, from when it is asked for
   * @param random of uids; cryptographically strong outside a simulation
   */
  public WaiverKeeping(
      Policies policies,
      WaiverRecords records,
      WaiverBook book,
      Duration longest,
      RandomGenerator random) {
    this(() -> policies, records, book, longest, random);
  }

  /** As the other, with rules that may be others at each request. */
  public WaiverKeeping(
      Supplier<Policies> policies,
      WaiverRecords records,
      WaiverBook book,
      Duration longest,
      RandomGenerator random) {
    this.policies = policies;
    this.records = records;
    this.book = book;
    this.longest = longest;
    this.random = random;
  }

  /** What became of it. All but {@link Stands} left everything as it was. */
  public sealed interface Outcome {

    /**
     * It stands so.
     *
     * @param made whether it is new
     */
    record Stands(Waiver waiver, boolean made) implements Outcome {}

    /** The document does not fit: 422. */
    record Refused(List<Violation> violations) implements Outcome {}

    /** There is none of that name: 404. */
    record Missing() implements Outcome {}

    /** Nobody decides on what they asked for themselves: 403. */
    record Own(Waiver waiver) implements Outcome {}

    /** It was decided otherwise, or has ended: 409. */
    record Decided(Waiver waiver, State state) implements Outcome {}

    /** Others changed it at the same time: 409. */
    record Contended() implements Outcome {}
  }

  /**
   * Asks. The same again is the same; another while it is not decided takes its place; while a
   * granted one holds, its name is taken.
   */
  public Outcome ask(String team, String name, WaiverSpec spec, Caller caller) {
    Instant now = now();
    List<Violation> violations = check(name, spec, now);
    if (!violations.isEmpty()) {
      return new Outcome.Refused(violations);
    }
    Optional<Waiver> before = records.find(team, name);
    Optional<State> state = before.map(waiver -> waiver.stateAt(now));
    boolean open = state.filter(each -> each == State.ASKED || each == State.GRANTED).isPresent();
    if (open && before.get().spec().equals(spec)) {
      return new Outcome.Stands(before.get(), false);
    }
    if (state.equals(Optional.of(State.GRANTED))) {
      return new Outcome.Decided(before.get(), State.GRANTED);
    }
    Waiver asked =
        new Waiver(
            Uid.next(random),
            team,
            name,
            spec,
            State.ASKED,
            caller.actor(),
            caller.identity().principal(),
            now,
            Optional.empty(),
            Optional.empty());
    return records.ask(asked, before) ? new Outcome.Stands(asked, true) : new Outcome.Contended();
  }

  private List<Violation> check(String name, WaiverSpec spec, Instant now) {
    List<Violation> violations = new ArrayList<>();
    if (!ResourceKey.isName(name)) {
      violations.add(
          new Violation(
              "/metadata/name",
              "name-form",
              "\"" + name + "\" can not be the name of a waiver",
              "use 1–40 lowercase letters, digits and single hyphens, a letter first"));
    }
    for (int i = 0; i < spec.rules().size(); i++) {
      checkRule(spec.rules().get(i), "/spec/rules/" + i).ifPresent(violations::add);
    }
    Instant latest = now.plus(longest);
    if (!spec.expiresAt().isAfter(now) || spec.expiresAt().isAfter(latest)) {
      violations.add(
          new Violation(
              "/spec/expiresAt",
              "waiver-too-long",
              "a waiver ends after now and within "
                  + longest.toDays()
                  + " days, and "
                  + spec.expiresAt()
                  + " does not",
              "choose an end until " + latest.truncatedTo(ChronoUnit.SECONDS)));
    }
    return violations;
  }

  private Optional<Violation> checkRule(String rule, String pointer) {
    List<String> waivable =
        policies.get().rules().stream().filter(Rule::waivable).map(Rule::name).sorted().toList();
    if (waivable.contains(rule)) {
      return Optional.empty();
    }
    Optional<String> nearest = NearestSpelling.of(rule, waivable);
    boolean exists = policies.get().rule(rule).isPresent();
    return Optional.of(
        new Violation(
            pointer,
            exists ? "not-waivable" : "unknown-rule",
            exists ? "the rule " + rule + " can not be waived" : "there is no rule " + rule,
            exists
                ? "keep it, or have the platform team change the rule"
                : nearest
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElse("name one that can be waived"),
            waivable,
            nearest));
  }

  /**
   * Lets it through. A repeat is the same.
   *
   * @param uid of the one that was looked at: another of that name, asked for meanwhile, is not
   *     granted in its place
   */
  public Outcome grant(String team, String name, Optional<String> uid, Caller caller) {
    return decide(
        team,
        name,
        State.ASKED,
        State.GRANTED,
        waiver -> hindrance(waiver, uid, caller),
        waiver -> waiver.grantedBy(new Act(now(), caller.actor(), "")));
  }

  private static Optional<Outcome> hindrance(Waiver waiver, Optional<String> uid, Caller caller) {
    if (uid.filter(named -> !named.equals(waiver.uid())).isPresent()) {
      return Optional.of(new Outcome.Contended());
    }
    return waiver.askedAs().equals(caller.identity().principal())
        ? Optional.of(new Outcome.Own(waiver))
        : Optional.empty();
  }

  /** Does not let it through. A repeat is the same. */
  public Outcome reject(String team, String name, String reason, Caller caller) {
    return end(team, name, State.ASKED, State.REJECTED, reason, caller);
  }

  /** Takes it back. A repeat is the same. What leans on it stays until it is changed. */
  public Outcome revoke(String team, String name, String reason, Caller caller) {
    return end(team, name, State.GRANTED, State.REVOKED, reason, caller);
  }

  /** The team needs it no more, granted or not. A repeat is the same. */
  public Outcome withdraw(String team, String name, Caller caller) {
    Optional<Waiver> found = find(team, name);
    State was = found.map(Waiver::state).filter(State.GRANTED::equals).orElse(State.ASKED);
    return end(team, name, was, State.WITHDRAWN, "", caller);
  }

  private Outcome end(
      String team, String name, State was, State end, String reason, Caller caller) {
    return decide(
        team,
        name,
        was,
        end,
        _ -> Optional.empty(),
        waiver -> waiver.endedAs(end, new Act(now(), caller.actor(), reason)));
  }

  private Outcome decide(
      String team,
      String name,
      State was,
      State then,
      Function<Waiver, Optional<Outcome>> refusal,
      UnaryOperator<Waiver> decision) {
    Optional<Waiver> found = find(team, name);
    if (found.isEmpty()) {
      return new Outcome.Missing();
    }
    Waiver waiver = found.get();
    State state = waiver.stateAt(now());
    if (state == then) {
      return new Outcome.Stands(waiver, false);
    }
    if (state != was) {
      return new Outcome.Decided(waiver, state);
    }
    Optional<Outcome> refused = refusal.apply(waiver);
    if (refused.isPresent()) {
      return refused.get();
    }
    Waiver decided = decision.apply(waiver);
    boolean done = records.decide(decided, was);
    book.forget();
    return done ? new Outcome.Stands(decided, false) : new Outcome.Contended();
  }

  /** What can be no name is not looked for: a database takes not every text. */
  private Optional<Waiver> find(String team, String name) {
    return ResourceKey.isName(team) && ResourceKey.isName(name)
        ? records.find(team, name)
        : Optional.empty();
  }

  /** Stored instants have microseconds: what is answered now must equal what is read later. */
  private Instant now() {
    return book.now().truncatedTo(ChronoUnit.MICROS);
  }
}
