package dev.automat.identity;

import java.util.Set;

/** In which teams a caller has a permission. */
public sealed interface Reach {

  boolean includes(String team);

  /** In all there are and will be. */
  record Everywhere() implements Reach {
    @Override
    public boolean includes(String team) {
      return true;
    }
  }

  /** In these alone; there may be none. */
  record In(Set<String> teams) implements Reach {
    public In {
      teams = Set.copyOf(teams);
    }

    @Override
    public boolean includes(String team) {
      return teams.contains(team);
    }
  }
}
