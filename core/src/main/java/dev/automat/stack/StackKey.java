package dev.automat.stack;

import dev.automat.resource.ResourceKey;

/**
 * What a person calls a stack. At most one holds a key at a time.
 *
 * @param name unique per team
 */
public record StackKey(String team, String name) {

  /** The kind that documents of stacks name; no kind of the catalogue may have it. */
  public static final String KIND = "Stack";

  /** As in paths; no kind of the catalogue may have it as its plural. */
  public static final String PLURAL = "stacks";

  /** Whether it can be stored: both parts are names. */
  public boolean isWellFormed() {
    return ResourceKey.isName(team) && ResourceKey.isName(name);
  }

  /** Where its document is. */
  public String href() {
    return "/v1/teams/" + team + "/" + PLURAL + "/" + name;
  }

  @Override
  public String toString() {
    return team + "/" + name;
  }
}
