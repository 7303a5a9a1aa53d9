package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.engine.AccountGates.Admission;
import dev.automat.engine.AccountGates.Admission.Broken;
import dev.automat.engine.AccountGates.Admission.Busy;
import dev.automat.engine.AccountGates.Admission.Permit;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountGatesTest {

  private static final String ACCOUNT = "test/main";
  private static final TypeDescriptor FAST = Fixtures.type(1000, 2);

  private final AccountGates gates = new AccountGates(256);

  private Permit permit(String account, TypeDescriptor type, Instant now) {
    return assertInstanceOf(Permit.class, gates.admit(account, type, now));
  }

  private void failFiveTimes(ErrorType type) {
    for (int i = 0; i < 5; i++) {
      gates.failed(permit(ACCOUNT, FAST, NOW), new ErrorCode("some", type), NOW);
    }
  }

  @Test
  void capsTheCallsInFlightOfAnAccount() {
    Permit first = permit(ACCOUNT, FAST, NOW);
    permit(ACCOUNT, FAST, NOW);
    Busy busy = assertInstanceOf(Busy.class, gates.admit(ACCOUNT, FAST, NOW));
    assertEquals(NOW.plusMillis(100), busy.until());
    assertEquals(Set.of(ACCOUNT), gates.saturated(NOW));

    gates.answered(first);
    assertEquals(Set.of(), gates.saturated(NOW), "a place became free");
    permit(ACCOUNT, FAST, NOW);
  }

  @Test
  void givesThePlaceBackAfterAFailureToo() {
    permit(ACCOUNT, FAST, NOW);
    gates.failed(permit(ACCOUNT, FAST, NOW), ErrorCode.DENIED, NOW);
    permit(ACCOUNT, FAST, NOW);
  }

  @Test
  void aFullAccountDelaysNoOther() {
    permit(ACCOUNT, FAST, NOW);
    permit(ACCOUNT, FAST, NOW);
    gates.admit(ACCOUNT, FAST, NOW);
    permit("test/other", FAST, NOW);
    assertEquals(Set.of(ACCOUNT), gates.saturated(NOW));
  }

  @Test
  void keepsToTheRateOfEachType() {
    TypeDescriptor slow = Fixtures.type("test/slow", 1, 100);
    TypeDescriptor fast = Fixtures.type("test/fast", 1000, 100);
    permit(ACCOUNT, slow, NOW);
    Busy busy = assertInstanceOf(Busy.class, gates.admit(ACCOUNT, slow, NOW));
    permit(ACCOUNT, fast, NOW);
    assertEquals(Set.of(ACCOUNT), gates.saturated(NOW));
    assertEquals(Set.of(), gates.saturated(busy.until()));
    permit(ACCOUNT, slow, busy.until());
  }

  @Test
  void typesThatShareAnApiShareItsRate() {
    TypeDescriptor one = Fixtures.type("test/one", new RateLimit(1, 100, Optional.of("api")));
    TypeDescriptor other = Fixtures.type("test/other", new RateLimit(1, 100, Optional.of("api")));
    permit(ACCOUNT, one, NOW);
    assertInstanceOf(Busy.class, gates.admit(ACCOUNT, other, NOW));
  }

  @Test
  void whatTheCloudAnswersToOneResourceDelaysNoOther() {
    for (int i = 0; i < 20; i++) {
      gates.failed(permit(ACCOUNT, FAST, NOW), ErrorCode.ofOneResource("no-capacity"), NOW);
    }
    permit(ACCOUNT, FAST, NOW);
  }

  @Test
  void slowsDownATypeThatWasThrottled() {
    TypeDescriptor type = Fixtures.type(2, 100);
    gates.failed(permit(ACCOUNT, type, NOW), ErrorCode.THROTTLED, NOW);
    Busy busy = assertInstanceOf(Busy.class, gates.admit(ACCOUNT, type, NOW));
    assertTrue(!busy.until().isBefore(NOW.plusSeconds(1)), () -> "one a second: " + busy);
    permit(ACCOUNT, type, busy.until());
  }

  @Test
  void sparesAnAccountThatDoesNotAnswerAndNoOther() {
    failFiveTimes(ErrorType.EXTERNAL);
    Broken broken = assertInstanceOf(Broken.class, gates.admit(ACCOUNT, FAST, NOW));
    assertEquals(NOW.plusSeconds(15), broken.until());
    permit("test/other", FAST, NOW);
  }

  @ParameterizedTest
  @EnumSource(names = {"USER", "QUOTA", "THROTTLED", "INTERNAL"})
  void aRefusalShowsThatTheAccountAnswers(ErrorType type) {
    failFiveTimes(type == ErrorType.THROTTLED ? ErrorType.USER : type);
    Admission admission = gates.admit(ACCOUNT, FAST, NOW.plusSeconds(60));
    assertInstanceOf(Permit.class, admission);
  }

  @Test
  void theOthersGoOnAsSoonAsATrialEndedWell() {
    failFiveTimes(ErrorType.EXTERNAL);
    Instant over = NOW.plusSeconds(15);
    Permit trial = permit(ACCOUNT, FAST, over);
    assertInstanceOf(Busy.class, gates.admit(ACCOUNT, FAST, over));
    assertEquals(Set.of(ACCOUNT), gates.saturated(over), "nobody is claimed during the trial");

    gates.answered(trial);
    assertEquals(Set.of(), gates.saturated(over));
    permit(ACCOUNT, FAST, over);
  }

  @Test
  void beingThrottledShowsThatTheAccountAnswers() {
    failFiveTimes(ErrorType.EXTERNAL);
    Instant over = NOW.plusSeconds(15);
    gates.failed(permit(ACCOUNT, FAST, over), ErrorCode.THROTTLED, over);
    permit(ACCOUNT, FAST, over.plusSeconds(1));
  }

  @Test
  void callsThatWereUnderWayDoNotMakeThePauseLonger() {
    TypeDescriptor wide = Fixtures.type(1000, 20);
    List<Permit> underWay =
        IntStream.range(0, 20).mapToObj(_ -> permit(ACCOUNT, wide, NOW)).toList();
    underWay.forEach(permit -> gates.failed(permit, ErrorCode.UNREACHABLE, NOW));
    Broken broken = assertInstanceOf(Broken.class, gates.admit(ACCOUNT, wide, NOW));
    assertEquals(NOW.plusSeconds(15), broken.until());
  }

  @Test
  void oneAnswerOpensTheAccountAgain() {
    failFiveTimes(ErrorType.EXTERNAL);
    Instant over = NOW.plusSeconds(15);
    gates.answered(permit(ACCOUNT, FAST, over));
    permit(ACCOUNT, FAST, over);
    permit(ACCOUNT, FAST, over);
  }

  @Test
  void refusesListsOnlyWhereTheAccountDoesNotAnswer() {
    permit(ACCOUNT, FAST, NOW);
    permit(ACCOUNT, FAST, NOW);
    Permit list = gates.admitList(ACCOUNT, FAST, NOW).orElseThrow();
    gates.failed(list, ErrorCode.UNREACHABLE, NOW);
    for (int i = 0; i < 4; i++) {
      gates.failed(gates.admitList(ACCOUNT, FAST, NOW).orElseThrow(), ErrorCode.UNREACHABLE, NOW);
    }
    assertTrue(gates.admitList(ACCOUNT, FAST, NOW).isEmpty());
    assertTrue(gates.admitList("test/other", FAST, NOW).isPresent());
  }

  @Test
  void takesListsFromTheRateOfTheOthers() {
    TypeDescriptor type = Fixtures.type(1, 100);
    gates.answered(gates.admitList(ACCOUNT, type, NOW).orElseThrow());
    assertInstanceOf(Busy.class, gates.admit(ACCOUNT, type, NOW));
  }
}
