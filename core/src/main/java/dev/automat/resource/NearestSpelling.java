package dev.automat.resource;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class NearestSpelling {

  /** Beyond this nobody mistypes; it bounds the work too. */
  private static final int LONGEST = 64;

  private NearestSpelling() {}

  /**
   * The candidate that differs least from the word: by inserting, removing, replacing or swapping
   * neighbouring letters, upper and lower case being the same; empty if none is within a third of
   * the word's length. A number is never taken for a misspelt one.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    if (word.length() > LONGEST || word.chars().noneMatch(Character::isLetter)) {
      return Optional.empty();
    }
    int allowed = word.length() / 3;
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= allowed)
        .map(candidate -> new Guess(candidate, distance(word, candidate)))
        .filter(guess -> guess.distance() <= allowed)
        .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::word))
        .map(Guess::word);
  }

  /** How many letters differ (optimal string alignment); upper and lower case are the same. */
  public static int distance(String left, String right) {
    String from = left.toLowerCase(Locale.ROOT);
    String to = right.toLowerCase(Locale.ROOT);
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }

  private record Guess(String word, int distance) {}
}
