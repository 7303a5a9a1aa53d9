package dev.automat.testkit;

import java.util.Set;

/** What can be wrong with a quarantine or a recovery, and the check that must notice it. */
@SuppressWarnings("ImmutableEnumChecker") // Set.of can not change.
enum LifeFlaw {
  QUARANTINES_AND_DOES_NOT_SAY_SO("canQuarantineExactlyIfItsDescriptorSaysSo"),
  SAYS_IT_QUARANTINES_AND_CAN_NOT("canQuarantineExactlyIfItsDescriptorSaysSo"),
  SESSIONS_OUTLIVE_THE_QUARANTINE(
      "inQuarantineNobodyGetsInAndWhatIsOpenEnds", "whatWasOpenedSinceIsCutByARepeat"),
  ITS_OWN_CREDENTIALS_STILL_WORK(
      "inQuarantineNobodyGetsInAndWhatIsOpenEnds",
      "whatWasOpenedSinceIsCutByARepeat",
      "aQuarantineIsNoDriftOutlastsAnUpdateAndIsNoBarToDeletion"),
  GRANTS_STILL_WORK(
      "inQuarantineNobodyGetsInAndWhatIsOpenEnds",
      "grantsAreSeenAndTakenAwayInQuarantine",
      "whatWasOpenedSinceIsCutByARepeat",
      "aQuarantineIsNoDriftOutlastsAnUpdateAndIsNoBarToDeletion"),
  A_SECOND_QUARANTINE_FAILS(
      "inQuarantineNobodyGetsInAndWhatIsOpenEnds", "whatWasOpenedSinceIsCutByARepeat"),
  A_REPEAT_CUTS_NOTHING("whatWasOpenedSinceIsCutByARepeat"),
  A_QUARANTINE_IS_SHOWN_AS_DRIFT("aQuarantineIsNoDriftOutlastsAnUpdateAndIsNoBarToDeletion"),
  A_QUARANTINE_HIDES_IT("aQuarantineIsNoDriftOutlastsAnUpdateAndIsNoBarToDeletion"),
  AN_UPDATE_RELEASES("aQuarantineIsNoDriftOutlastsAnUpdateAndIsNoBarToDeletion"),
  WHAT_IS_IN_QUARANTINE_IS_NOT_DELETED(
      "aQuarantineIsNoDriftOutlastsAnUpdateAndIsNoBarToDeletion", "whatWasCopiedIsGivenToAnother"),
  A_QUARANTINE_LOSES_THE_DATA("releasedItIsAsItWas", "whatWasCopiedIsGivenToAnother"),
  A_RELEASE_LEAVES_A_TRACE("releasedItIsAsItWas"),
  A_RELEASE_LETS_NOBODY_IN("releasedItIsAsItWas", "grantsAreSeenAndTakenAwayInQuarantine"),
  A_QUARANTINE_DROPS_THE_GRANTS(
      "grantsAreSeenAndTakenAwayInQuarantine",
      "releasedItIsAsItWas",
      "whatWasOpenedSinceIsCutByARepeat"),
  QUARANTINES_WHAT_IS_NOT_OURS("whatIsNotOursIsNeitherQuarantinedNorReleased"),
  WHAT_IS_NOT_REACHED_IS_IN_QUARANTINE("whatCanNotBeReachedIsInNoQuarantine"),

  COPIES_AND_DOES_NOT_SAY_SO("canRecoverExactlyIfItsDescriptorSaysSo"),
  SAYS_IT_COPIES_AND_CAN_NOT("canRecoverExactlyIfItsDescriptorSaysSo"),
  A_REPEAT_MAKES_ANOTHER_COPY(
      "aSnapshotTakenTwiceIsOneAndOutlivesTheResource", "whatWasCopiedIsGivenToAnother"),
  A_COPY_GOES_WITH_THE_RESOURCE(
      "aSnapshotTakenTwiceIsOneAndOutlivesTheResource", "whatWasCopiedIsGivenToAnother"),
  A_COPY_IS_LISTED(
      "aSnapshotTakenTwiceIsOneAndOutlivesTheResource",
      "aQuarantineIsNoDriftOutlastsAnUpdateAndIsNoBarToDeletion"),
  A_SECOND_DISCARD_FAILS(
      "aSnapshotTakenTwiceIsOneAndOutlivesTheResource",
      "whatIsGoneIsNeitherCopiedNorRestoredAndDiscardedIsFine"),
  RESTORES_IT_EMPTY("whatWasCopiedIsGivenToAnother"),
  RESTORES_THE_OLD_PASSWORD("whatWasCopiedIsGivenToAnother"),
  RESTORES_THE_OLD_TAGS("whatWasCopiedIsGivenToAnother"),
  RESTORES_THE_OLD_SETTINGS("whatWasCopiedIsGivenToAnother"),
  RESTORES_IT_TO_QUARANTINE("whatWasCopiedIsGivenToAnother"),
  RESTORES_WHAT_IS_GONE_EMPTY("whatIsGoneIsNeitherCopiedNorRestoredAndDiscardedIsFine"),
  COPIES_WHAT_IS_NOT_OURS("whatIsNotOursIsNeitherCopiedNorRestoredNorDiscarded"),
  DISCARDS_WHAT_IS_NOT_OURS("whatIsNotOursIsNeitherCopiedNorRestoredNorDiscarded"),
  RESTORES_WHAT_IS_NOT_OURS("whatIsNotOursIsNeitherCopiedNorRestoredNorDiscarded"),
  WHAT_IS_LET_GO_LEAVES_A_COPY("whatIsLetGoWithoutACopyLeavesNone"),
  ITS_SWITCH_OF_COPIES_IS_NO_SETTING("whatSaysWhetherACopyIsKeptIsABooleanSetting"),
  WHAT_IS_NOT_REACHED_IS_NO_SNAPSHOT("whatCanNotBeReachedIsNoMissingSnapshot"),
  /** Sound: no check may fail. */
  NONE("");

  private final String noticed;
  private final Set<String> perhaps;

  LifeFlaw(String noticed, String... perhaps) {
    this.noticed = noticed;
    this.perhaps = Set.of(perhaps);
  }

  /** The checks that must fail. */
  Set<String> noticed() {
    return noticed.isEmpty() ? Set.of() : Set.of(noticed);
  }

  /** Whether the check may fail, too. */
  boolean mayFail(String check) {
    // Without the capability, or without a word of it, no check of it can hold.
    boolean nothingHolds = name().contains("_SAY_SO") || name().startsWith("SAYS_IT_");
    return nothingHolds || noticed.equals(check) || perhaps.contains(check);
  }
}
