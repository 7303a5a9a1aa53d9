package dev.automat.trial;

/** What the life of a resource comes to, whatever else happens in it. */
enum Fate {
  /** It stays, and is changed before. */
  KEPT,
  /** It goes; what is to leave a copy was ready before. */
  DELETED,
  /** Both at times, and whoever asks gives up at times. */
  BY_CHANCE;

  /** So many of the first are decided: each plural is among them with both ends, on any ground. */
  static final int DECIDED = 8;

  private static final int OF = 4;
  private static final int KEPT_OF_THOSE = 2;

  /** That of the resource of that number: chance would at times leave an account empty. */
  static Fate of(int number) {
    if (number >= DECIDED) {
      return BY_CHANCE;
    }
    return number % OF < KEPT_OF_THOSE ? KEPT : DELETED;
  }
}
