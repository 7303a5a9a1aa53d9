package dev.automat.resource;

import java.util.regex.Pattern;

/**
 * What a person calls a resource. At most one incarnation holds a key at a time.
 *
 * @param team id of the owning team
 * @param kind the kind's name, such as {@code Database}
 * @param name unique per team and kind, across environments
 */
public record ResourceKey(String team, String kind, String name) {

  /**
   * What a team id and a name must look like: 1–40 lowercase letters, digits and single hyphens, a
   * letter first.
   */
  public static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9]|-(?=[a-z0-9])){0,39}");

  @Override
  public String toString() {
    return team + "/" + kind + "/" + name;
  }
}
