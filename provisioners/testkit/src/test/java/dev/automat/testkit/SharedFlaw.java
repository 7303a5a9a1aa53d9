package dev.automat.testkit;

import java.util.Set;

/** A rule of the one secret broken, the check that must notice, and others that may. */
@SuppressWarnings("ImmutableEnumChecker") // Set.of can not change.
enum SharedFlaw {
  EACH_ASK_IS_ANSWERED_WITH_ANOTHER(
      "allAreLetInWithTheOneSecret",
      "aChangedSecretIsWhatIsReadNext",
      "aRepeatWithTheSecretOfBeforeBringsNothingBack",
      "unbindingTakesAwayTheRecordAndNothingElse",
      "whatOneMadeTheOthersChangeAfterItIsGone"),
  KEEPS_WHAT_IT_READ_FIRST(
      "aChangedSecretIsWhatIsReadNext",
      "aRepeatWithTheSecretOfBeforeBringsNothingBack",
      "aSecretThatCanNotBeReachedIsNotMadeUp"),
  A_REPEAT_BRINGS_THE_SECRET_BACK("aRepeatWithTheSecretOfBeforeBringsNothingBack"),
  A_CHANGED_SECRET_BINDS_NOBODY_AGAIN("aRepeatWithTheSecretOfBeforeBringsNothingBack"),
  TAKES_USERS("usersAndPrincipalsAreRefused"),
  TAKES_PRINCIPALS("usersAndPrincipalsAreRefused"),
  UNBINDING_CHANGES_THE_SECRET(
      "unbindingTakesAwayTheRecordAndNothingElse", "whatOneMadeTheOthersChangeAfterItIsGone"),
  UNBINDING_FORGETS_ALL("unbindingTakesAwayTheRecordAndNothingElse"),
  UNBINDING_FORGETS_NOTHING("unbindingTakesAwayTheRecordAndNothingElse"),
  UNBINDING_ENDS_SESSIONS("unbindingTakesAwayTheRecordAndNothingElse"),
  MAKES_ONE_UP_WHERE_NONE_IS_REACHED("aSecretThatCanNotBeReachedIsNotMadeUp"),
  GIVES_THE_SECRET_OF_ANOTHER("ofAnothersNothingIsReadAndNothingWritten"),
  PRINTS_THE_SECRET("noSecretOfAGrantStandsInLogsOrFailures"),
  THE_CONNECTION_HAS_NO_PASSWORD(
      "theConnectionIsTheGrantsAndSaysFromWhere",
      "allAreLetInWithTheOneSecret",
      "aChangedSecretIsWhatIsReadNext",
      "aRepeatWithTheSecretOfBeforeBringsNothingBack",
      "unbindingTakesAwayTheRecordAndNothingElse",
      "bindingTwiceMakesOneAndItWorks",
      "bindingAfterACrashKeepsTheSecret",
      "whatOneMadeTheOthersChangeAfterItIsGone"),
  /** Sound: no check may fail. */
  NONE("");

  private final String noticed;
  private final Set<String> perhaps;

  SharedFlaw(String noticed, String... perhaps) {
    this.noticed = noticed;
    this.perhaps = Set.of(perhaps);
  }

  /** The checks that must fail. */
  Set<String> noticed() {
    return noticed.isEmpty() ? Set.of() : Set.of(noticed);
  }

  /** Whether the check may fail, too. */
  boolean mayFail(String check) {
    return noticed.equals(check) || perhaps.contains(check);
  }
}
