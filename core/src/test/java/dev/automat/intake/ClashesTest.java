package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.engine.Sample;
import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Reason;
import dev.automat.resource.Condition;
import dev.automat.resource.Membership;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan.OnMissing;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Status;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What does not fit what stands now, and what does. */
class ClashesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String UID = "abcdefghijklmnopqrst";
  private static final String ETAG = UID + "-3";
  private static final Optional<Resource> NOTHING = Optional.empty();
  private static final Optional<String> NOBODY = Optional.empty();
  private static final ResourceKey KEY = new ResourceKey("payments", "Database", "orders");

  /** One row: what is answered to a request over what stands, which clash that is, and why. */
  record Case(String reason, Optional<Answer> answer, Optional<Reason> clash) {

    static Case clash(String reason, Reason clash, Optional<Answer> answer) {
      return new Case(reason, answer, Optional.of(clash));
    }

    static Case fits(String reason, Optional<Answer> answer) {
      return new Case(reason, answer, Optional.empty());
    }

    @Override
    public String toString() {
      return clash.map(Reason::toString).orElse("fits") + ": " + reason;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weighs(Case row) {
    assertEquals(
        row.clash(),
        row.answer().map(answer -> ((Clash) answer).reason()),
        () -> row.reason() + ": " + row.answer());
    row.answer()
        .ifPresent(answer -> assertFalse(((Clash) answer).fix().isEmpty(), "it says what next"));
  }

  /**
   * Those that need a store, and those of bindings and transfers, which have tests of their own.
   */
  private static final Set<Reason> ELSEWHERE =
      Set.of(
          Reason.CONTENDED,
          Reason.NOT_QUARANTINED,
          Reason.RELEASED_BEFORE,
          Reason.NOT_UNDELETABLE,
          Reason.NOT_BINDABLE,
          Reason.ROTATING,
          Reason.NOT_ROTATABLE,
          Reason.NAME_TAKEN,
          Reason.ALREADY_OFFERED,
          Reason.ENDLESS);

  @Test
  void theTableHoldsEveryClashThatIsFoundHere() {
    Set<Reason> possible = Arrays.stream(Reason.values()).collect(Collectors.toSet());
    possible.removeAll(ELSEWHERE);
    assertEquals(
        possible, cases().flatMap(row -> row.clash().stream()).collect(Collectors.toSet()));
  }

  static Stream<Case> cases() {
    return Stream.of(puts(), etags(), managers(), deletes(), upgrades(), recreates())
        .flatMap(rows -> rows);
  }

  private static Stream<Case> puts() {
    return Stream.of(
        Case.fits("the name is free", put(Puts.put(), NOTHING)),
        Case.fits("it is changed", put(Puts.put(), live())),
        Case.fits("it must create, and the name is free", put(noneMatch(), NOTHING)),
        Case.fits("it must create, over a tombstone", put(noneMatch(), tombstone())),
        Case.clash("it must create, and it exists", Reason.EXISTS, put(noneMatch(), live())),
        Case.fits("the document names today's uid", put(Puts.put().uid(UID), live())),
        Case.clash(
            "the document names another incarnation",
            Reason.OTHER_UID,
            put(Puts.put().uid("another"), live())),
        Case.clash(
            "the document names one that is no more",
            Reason.OTHER_UID,
            put(Puts.put().uid(UID), tombstone())),
        Case.clash(
            "it is being deleted",
            Reason.DELETING,
            put(Puts.put(), of(sample().want(Want.DELETED)))),
        Case.clash(
            "it is being taken back",
            Reason.DELETING,
            put(Puts.put().recreate(), of(sample().want(Want.EXPIRED)))),
        Case.clash(
            "its time is up, and nobody can use it",
            Reason.QUARANTINED,
            put(Puts.put(), of(sample().stay(cut())))),
        Case.fits("the user deleted the last one", put(Puts.put(), tombstone())),
        Case.clash(
            "the last one expired, and a file that still asks for it must not bring it back",
            Reason.EXPIRED,
            put(Puts.put(), expired())),
        Case.fits(
            "the last one expired, and somebody says that a new one is meant",
            put(Puts.put().recreate(), expired())));
  }

  private static Stream<Case> etags() {
    return Stream.of(
        Case.fits("it is what the caller read", put(Puts.put().ifMatch(ETAG), live())),
        Case.clash(
            "it was changed since", Reason.STALE, put(Puts.put().ifMatch(UID + "-2"), live())),
        Case.clash(
            "it was made anew since", Reason.STALE, put(Puts.put().ifMatch("another-3"), live())),
        Case.clash(
            "it is not there any more", Reason.STALE, put(Puts.put().ifMatch(ETAG), tombstone())),
        Case.fits("any version will do", put(Puts.put().ifMatch("*"), live())),
        Case.clash(
            "any version would do, and there is none",
            Reason.STALE,
            put(Puts.put().ifMatch("*"), NOTHING)),
        Case.clash(
            "a stale caller learns that first, whoever keeps the resource",
            Reason.STALE,
            put(Puts.put().ifMatch("x"), of(sample().managedBy("terraform:x")))));
  }

  private static Stream<Case> managers() {
    Optional<Resource> kept = kept();
    return Stream.of(
        Case.fits("its manager changes it", put(Puts.put().managedBy("terraform:x"), kept)),
        Case.clash(
            "another manager would be undone",
            Reason.MANAGED_ELSEWHERE,
            put(Puts.put().managedBy("git:y"), kept)),
        Case.clash("a hand would be undone", Reason.MANAGED_ELSEWHERE, put(Puts.put(), kept)),
        Case.fits(
            "it is taken over knowingly", put(Puts.put().managedBy("git:y").takeOver(), kept)),
        Case.fits("what nobody keeps can be taken", put(Puts.put().managedBy("git:y"), live())),
        Case.fits(
            "whoever kept the last one has no say over a new one",
            put(
                Puts.put().managedBy("git:y"),
                of(sample().managedBy("terraform:x").tombstone(NOW)))));
  }

  private static Stream<Case> deletes() {
    return Stream.of(
        Case.fits("it is there", delete(live())),
        Case.fits("a repeat", delete(of(sample().want(Want.DELETED)))),
        Case.clash("it never was", Reason.NOT_FOUND, delete(NOTHING)),
        Case.clash("it is gone", Reason.GONE, delete(tombstone())),
        Case.clash("it expired", Reason.GONE, delete(expired())),
        Case.fits("it is in quarantine", delete(of(sample().stay(cut())))),
        Case.clash(
            "somebody asked for a pause", Reason.PAUSED, delete(of(sample().stay(paused(1))))),
        Case.fits("its pause is over", delete(of(sample().stay(paused(-1))))),
        Case.clash("it is protected", Reason.PROTECTED, delete(of(sample().isProtected()))),
        Case.clash(
            "it goes with its stack",
            Reason.MEMBER_OF_STACK,
            delete(of(sample().stay(Stay.NONE.in(new Membership("s1", "o")))))),
        Case.fits(
            "it was protected, and is being deleted all the same",
            delete(of(sample().isProtected().want(Want.DELETED)))),
        Case.clash(
            "it was changed since",
            Reason.STALE,
            delete(live(), NOBODY, Optional.of("old"), false)),
        Case.fits("it is what the caller read", delete(live(), NOBODY, Optional.of(ETAG), false)),
        Case.clash("a hand would be undone", Reason.MANAGED_ELSEWHERE, delete(kept())),
        Case.clash(
            "another manager would be undone",
            Reason.MANAGED_ELSEWHERE,
            delete(kept(), Optional.of("git:y"), Optional.empty(), false)),
        Case.fits(
            "its manager ends it",
            delete(kept(), Optional.of("terraform:x"), Optional.empty(), false)),
        Case.fits("it is ended knowingly", delete(kept(), NOBODY, Optional.empty(), true)),
        Case.fits(
            "a repeat, whoever keeps it",
            delete(of(sample().managedBy("terraform:x").want(Want.DELETED)))),
        Case.clash(
            "taking it over does not lift its protection",
            Reason.PROTECTED,
            delete(
                of(sample().managedBy("terraform:x").isProtected()),
                NOBODY,
                Optional.empty(),
                true)));
  }

  private static Stream<Case> upgrades() {
    return Stream.of(
        Case.fits("it is there", upgrade(live())),
        Case.clash("it is gone", Reason.GONE, upgrade(tombstone())),
        Case.clash(
            "it is being deleted", Reason.DELETING, upgrade(of(sample().want(Want.DELETED)))),
        Case.clash(
            "nobody can use it, and it is changed no more",
            Reason.QUARANTINED,
            upgrade(of(sample().stay(cut())))));
  }

  private static Stream<Case> recreates() {
    Optional<Resource> report = of(missing().onMissing(OnMissing.REPORT));
    return Stream.of(
        Case.fits("it is missing", recreate(of(missing()), false)),
        Case.clash("it is not missing", Reason.NOT_RECREATABLE, recreate(live(), true)),
        Case.clash(
            "nothing is made anew in quarantine",
            Reason.QUARANTINED,
            recreate(of(missing().stay(cut())), true)),
        Case.clash(
            "it is missing, and is to go anyway",
            Reason.NOT_RECREATABLE,
            recreate(of(missing().want(Want.DELETED)), true)),
        Case.clash(
            "its data is lost, and nobody has accepted that in so many words",
            Reason.NOT_RECREATABLE,
            recreate(report, false)),
        Case.fits("the loss of its data is accepted", recreate(report, true)),
        Case.fits(
            "there was no data in it",
            recreate(of(missing().stateless().onMissing(OnMissing.REPORT)), false)),
        Case.clash("it never was", Reason.NOT_FOUND, recreate(NOTHING, true)),
        Case.clash("it is gone", Reason.GONE, recreate(tombstone(), true)),
        Case.clash(
            "another manager has a say over what is lost",
            Reason.MANAGED_ELSEWHERE,
            recreate(of(missing().managedBy("terraform:x")), true)),
        Case.fits(
            "its manager has it made anew",
            recreate(of(missing().managedBy("terraform:x")), Optional.of("terraform:x"), false)),
        Case.fits(
            "it is made anew over the manager's head, knowingly",
            recreate(of(missing().managedBy("terraform:x")), NOBODY, true)));
  }

  @Test
  void saysWhenToRepeatWhatMeetsADeletion() {
    Clash clash = (Clash) put(Puts.put(), of(sample().want(Want.DELETED))).orElseThrow();
    assertTrue(clash.retryAfter().isPresent());
  }

  @Test
  void saysWhichVersionStandsAndWhoKeepsIt() {
    Clash stale = (Clash) put(Puts.put().ifMatch("old"), live()).orElseThrow();
    assertTrue(stale.message().contains("old; now it is " + ETAG), stale.message());
    Clash kept = (Clash) put(Puts.put(), of(sample().managedBy("terraform:x"))).orElseThrow();
    assertTrue(kept.message().contains("terraform:x"), kept.message());
  }

  @Test
  void tellsAnEndByRequestFromAnEndByExpiry() {
    assertEquals("it was deleted", ((Clash) delete(tombstone()).orElseThrow()).message());
    Clash expired = (Clash) delete(expired()).orElseThrow();
    assertEquals("its lifetime ended", expired.message());
    assertTrue(expired.fix().contains("recreate=true"), "without it a PUT is refused too");
  }

  private static Optional<Answer> put(Puts put, Optional<Resource> current) {
    return Clashes.ofPut(put.build(), current);
  }

  private static Optional<Answer> delete(Optional<Resource> current) {
    return delete(current, NOBODY, Optional.empty(), false);
  }

  private static Optional<Answer> delete(
      Optional<Resource> current,
      Optional<String> manager,
      Optional<String> ifMatch,
      boolean takeOver) {
    Origin origin = new Origin("dev@local", "test", manager);
    return Clashes.ofDelete(new DeleteRequest(KEY, origin, ifMatch, takeOver), current, NOW);
  }

  private static Optional<Answer> upgrade(Optional<Resource> current) {
    Origin origin = new Origin("dev@local", "test", NOBODY);
    return Clashes.ofUpgrade(
        new UpgradeRequest(
            KEY,
            origin,
            new UpgradeRequest.Target.Next(),
            Optional.empty(),
            false,
            Optional.empty()),
        current);
  }

  private static Optional<Answer> recreate(Optional<Resource> current, boolean acceptDataLoss) {
    Origin origin = new Origin("dev@local", "test", NOBODY);
    return Clashes.ofRecreate(new RecreateRequest(KEY, origin, acceptDataLoss, false), current);
  }

  private static Optional<Answer> recreate(
      Optional<Resource> current, Optional<String> manager, boolean takeOver) {
    Origin origin = new Origin("dev@local", "test", manager);
    return Clashes.ofRecreate(new RecreateRequest(KEY, origin, true, takeOver), current);
  }

  private static Puts noneMatch() {
    return Puts.put().ifNoneMatch();
  }

  private static Sample sample() {
    return Sample.resource().generation(3);
  }

  private static Optional<Resource> of(Sample sample) {
    return Optional.of(sample.build());
  }

  private static Optional<Resource> live() {
    return of(sample());
  }

  private static Optional<Resource> kept() {
    return of(sample().managedBy("terraform:x"));
  }

  private static Optional<Resource> tombstone() {
    return of(sample().tombstone(NOW));
  }

  private static Optional<Resource> expired() {
    return of(sample().tombstone(NOW).want(Want.EXPIRED));
  }

  private static Stay cut() {
    return new Stay(
        Optional.of(new Stay.Quarantine(NOW, NOW.plusSeconds(60))),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Stay paused(long seconds) {
    return new Stay(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Stay.Pause(NOW.minusSeconds(60), NOW.plusSeconds(seconds), "ann", "test")),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Sample missing() {
    return sample().status(ClashesTest::missing);
  }

  private static Status missing(Status status) {
    return status.with(
        new Condition(
            Condition.Type.Ready, Condition.State.False, "MissingExternally", "it is gone", 3));
  }
}
