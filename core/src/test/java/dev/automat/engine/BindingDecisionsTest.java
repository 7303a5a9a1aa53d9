package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.engine.BindingDecision.Complete;
import dev.automat.engine.BindingDecision.Follow;
import dev.automat.engine.BindingDecision.Forget;
import dev.automat.engine.BindingDecision.Make;
import dev.automat.engine.BindingDecision.Pause;
import dev.automat.engine.BindingDecision.Release;
import dev.automat.engine.BindingDecision.Repair;
import dev.automat.engine.BindingDecision.Rest;
import dev.automat.engine.BindingDecision.Revoke;
import dev.automat.engine.BindingDecision.Supersede;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingSpec.Access;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Trouble;
import dev.automat.resource.BindingStatus.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judgement on one binding as a table. */
class BindingDecisionsTest {

  private static final Duration OVERLAP = Duration.ofHours(1);
  private static final Instant LATER = NOW.plus(Duration.ofMinutes(5));
  private static final Instant BEFORE = NOW.minus(Duration.ofMinutes(5));
  private static final long GENERATION = 4;

  /** One row: what is asked for, known and seen, what follows, and why that is right. */
  record Case(
      String reason,
      Binding binding,
      Set<Integer> standing,
      Set<Integer> incomplete,
      Set<Integer> outdated,
      BindingDecision decision) {

    @Override
    public String toString() {
      return decision.getClass().getSimpleName() + ": " + reason;
    }
  }

  @ParameterizedTest
  @MethodSource({"steps", "refusals", "ends"})
  void decides(Case row) {
    assertEquals(
        row.decision(),
        BindingDecisions.decide(
            row.binding(), row.standing(), row::incomplete, row::outdated, Optional.empty(), NOW),
        row.reason());
  }

  static Stream<Case> steps() {
    return Stream.of(
        of("nothing is made yet", asked(1), Set.of(), new Make(1)),
        of("it was begun", asked(1, begun(1)), Set.of(1), new Make(1)),
        of("it is as it should be", asked(1, valid(1)), Set.of(1), new Rest(Instant.MAX)),
        of("a newer one is asked for", asked(2, valid(1)), Set.of(1), new Make(2)),
        of(
            "the newer one is valid",
            asked(2, valid(1), valid(2)),
            Set.of(1, 2),
            new Supersede(NOW.plus(OVERLAP))),
        of(
            "the overlap goes on",
            asked(2, until(1, LATER), valid(2)),
            Set.of(1, 2),
            new Rest(LATER)),
        of("the overlap is over", asked(2, until(1, NOW), valid(2)), Set.of(1, 2), new Revoke(1)),
        of("a late one came up", asked(2, valid(2)), Set.of(1, 2), new Revoke(1)),
        of("somebody dropped it", asked(1, valid(1)), Set.of(), new Repair(1, true)),
        of(
            "an old one that is over ends before a new one is made, which may fail for long",
            asked(3, until(1, BEFORE), valid(2)),
            Set.of(1, 2),
            new Revoke(1)),
        of(
            "what is over and was dropped is not made again",
            asked(2, until(1, BEFORE), valid(2)),
            Set.of(2),
            new Revoke(1)),
        new Case(
            "the one secret of all changed",
            asked(1, valid(1)),
            Set.of(1),
            Set.of(),
            Set.of(1),
            new Follow(1)),
        new Case(
            "it stands and lacks something",
            asked(1, valid(1)),
            Set.of(1),
            Set.of(1),
            Set.of(1),
            new Complete(1)),
        new Case(
            "what lacks something and is over ends",
            asked(2, until(1, BEFORE), valid(2)),
            Set.of(1, 2),
            Set.of(1),
            Set.of(),
            new Revoke(1)),
        new Case(
            "what is over and lacks something is left, where its end was refused",
            refused("revoke 1", LATER, asked(2, until(1, BEFORE), valid(2))),
            Set.of(1, 2),
            Set.of(1),
            Set.of(),
            new Pause(LATER)));
  }

  /** What the cloud refuses to take away hinders nothing else. */
  static Stream<Case> refusals() {
    return Stream.of(
        of(
            "it waits until the end is tried again",
            refused("revoke 1", LATER, asked(2, until(1, BEFORE), valid(2))),
            Set.of(1, 2),
            new Pause(LATER)),
        of(
            "the end is tried again",
            refused("revoke 1", NOW, asked(2, until(1, BEFORE), valid(2))),
            Set.of(1, 2),
            new Revoke(1)),
        of(
            "a live one that vanished is repaired meanwhile",
            refused("revoke 1", LATER, asked(2, until(1, BEFORE), valid(2))),
            Set.of(1),
            new Repair(2, true)),
        of(
            "and before the end is tried again",
            refused("revoke 1", NOW, asked(2, until(1, BEFORE), valid(2))),
            Set.of(),
            new Repair(2, true)),
        of(
            "a new one that is asked for is made",
            refused("revoke 1", NOW, asked(3, until(1, BEFORE), valid(2))),
            Set.of(1, 2),
            new Make(3)),
        of(
            "what is over is not made again for that",
            refused("revoke 1", NOW, asked(2, until(1, BEFORE), valid(2))),
            Set.of(2),
            new Revoke(1)),
        of(
            "the others that are over have their turn",
            refused("revoke 1", NOW, asked(3, until(1, BEFORE), until(2, BEFORE), valid(3))),
            Set.of(1, 2, 3),
            new Revoke(2)),
        of(
            "and then the first again",
            refused("revoke 2", NOW, asked(3, until(1, BEFORE), until(2, BEFORE), valid(3))),
            Set.of(1, 2, 3),
            new Revoke(1)),
        of(
            "a making that was refused waits",
            refused("rotate 3", LATER, asked(3, until(1, BEFORE), valid(2))),
            Set.of(1, 2),
            new Pause(LATER)),
        of(
            "and keeps nobody in",
            refused("rotate 3", NOW, asked(3, until(1, BEFORE), valid(2))),
            Set.of(1, 2),
            new Revoke(1)),
        of(
            "of one that goes, the others go all the same",
            refused("revoke 1", NOW, asked(2, valid(1), valid(2)).released()),
            Set.of(1, 2),
            new Revoke(2)),
        of(
            "nothing is made for one that goes",
            refused("revoke 1", LATER, asked(3, valid(1), valid(2)).released()),
            Set.of(1),
            new Pause(LATER)));
  }

  static Stream<Case> ends() {
    Binding released = asked(1, valid(1)).released();
    Binding empty = asked(1).released();
    return Stream.of(
        of("it is to go", released, Set.of(), new Revoke(1)),
        of("all is taken away", empty, Set.of(), new Release()),
        of(
            "what comes up late is looked for",
            empty.goneAt(NOW),
            Set.of(),
            new Rest(NOW.plus(Duration.ofMinutes(10)))),
        of("one came up late", empty.goneAt(BEFORE), Set.of(1), new Revoke(1)),
        of(
            "nothing comes up any more",
            empty.goneAt(NOW.minus(BindingDecisions.LATE)),
            Set.of(),
            new Forget()));
  }

  private static Case of(
      String reason, Binding binding, Set<Integer> standing, BindingDecision decision) {
    return new Case(reason, binding, standing, Set.of(), Set.of(), decision);
  }

  private static Binding asked(int wanted, Version... versions) {
    return new Binding(
        UID,
        "aaaaaa",
        "checkout",
        GENERATION,
        new BindingSpec(Access.READWRITE, Optional.empty(), OVERLAP),
        wanted,
        OVERLAP,
        false,
        NOW,
        "dev@local",
        new BindingStatus(GENERATION, List.of(versions), Optional.empty()),
        Optional.empty());
  }

  private static Binding refused(String act, Instant next, Binding binding) {
    Trouble trouble = new Trouble("Refused", "may not", 1, NOW, next, binding.generation());
    return binding.with(
        binding.status().withAct(Optional.of(act)).withTrouble(Optional.of(trouble)));
  }

  private static Version begun(int number) {
    return new Version(number, NOW, false, Access.READWRITE, Optional.empty(), Optional.empty());
  }

  private static Version valid(int number) {
    return new Version(number, NOW, true, Access.READWRITE, Optional.empty(), Optional.empty());
  }

  private static Version until(int number, Instant end) {
    return valid(number).until(end);
  }
}
