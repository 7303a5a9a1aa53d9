package dev.automat.testkit;

import java.util.Set;

/** A rule of bindings broken, the check that must notice, and others that may. */
@SuppressWarnings("ImmutableEnumChecker") // Set.of can not change.
enum UserFlaw {
  NOTHING_IS_BINDABLE("isBindableExactlyIfItsDescriptorSaysSo"),
  A_REPEAT_FAILS(
      "bindingTwiceMakesOneAndItWorks",
      "bindingAfterACrashKeepsTheSecret",
      "anotherAccessIsExactlyThat",
      "noSecretOfAGrantStandsInLogsOrFailures"),
  A_REPEAT_ENDS_SESSIONS("bindingAfterACrashKeepsTheSecret"),
  A_NEW_VERSION_DROPS_THE_OLD(
      "oldAndNewAreValidSideBySideUntilTheOldIsRevoked", "unbindingEndsWhatIsOpenAndTwiceIsOnce"),
  SESSIONS_OUTLIVE_THEIR_USER("unbindingEndsWhatIsOpenAndTwiceIsOnce"),
  UNBINDING_WHAT_IS_GONE_FAILS("unbindingEndsWhatIsOpenAndTwiceIsOnce"),
  WHAT_A_USER_MADE_GOES_WITH_IT("whatOneMadeTheOthersChangeAfterItIsGone"),
  READERS_SEE_NOTHING_THAT_COMES_LATER("whoMayOnlyReadReadsAllAndChangesNothing"),
  READERS_MAY_WRITE("whoMayOnlyReadReadsAllAndChangesNothing", "anotherAccessIsExactlyThat"),
  ACCESS_IS_NEVER_CHANGED("anotherAccessIsExactlyThat"),
  TAKES_THE_USER_OF_ANOTHER("whatIsNotOursIsNeitherTakenNorTakenAway"),
  LISTS_USERS_AS_RESOURCES(
      "aListShowsTheResourceAndNoneOfItsGrants", "noSecretOfAGrantStandsInLogsOrFailures"),
  USERS_OUTLIVE_THE_RESOURCE("bindingIsNoDriftAndDeletingTakesGrantsAlong"),
  THE_CONNECTION_HAS_NO_PASSWORD(
      "theConnectionIsTheGrantsAndSaysFromWhere",
      "bindingTwiceMakesOneAndItWorks",
      "bindingAfterACrashKeepsTheSecret",
      "oldAndNewAreValidSideBySideUntilTheOldIsRevoked",
      "unbindingEndsWhatIsOpenAndTwiceIsOnce",
      "whatOneMadeTheOthersChangeAfterItIsGone",
      "whoMayOnlyReadReadsAllAndChangesNothing",
      "anotherAccessIsExactlyThat"),
  WHAT_IS_NOT_REACHED_HAS_NO_USERS("whatCanNotBeReachedIsNoAbsenceOfGrants"),
  BINDING_PRINTS_THE_PASSWORD("noSecretOfAGrantStandsInLogsOrFailures"),
  /** Sound: no check may fail. */
  NONE("");

  private final String noticed;
  private final Set<String> perhaps;

  UserFlaw(String noticed, String... perhaps) {
    this.noticed = noticed;
    this.perhaps = Set.of(perhaps);
  }

  /** The checks that must fail. */
  Set<String> noticed() {
    return noticed.isEmpty() ? Set.of() : Set.of(noticed);
  }

  /** Whether the check may fail, too. */
  boolean mayFail(String check) {
    // Without the capability no check of it can hold.
    return this == NOTHING_IS_BINDABLE || noticed.equals(check) || perhaps.contains(check);
  }
}
