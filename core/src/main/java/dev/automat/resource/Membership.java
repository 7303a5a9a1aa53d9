package dev.automat.resource;

/**
 * That a resource lives and goes with others, as a member of a stack.
 *
 * @param uid of the stack
 * @param stack its name
 */
public record Membership(String uid, String stack) {

  /**
   * What the member is called within its stack.
   *
   * @param key of the member, whose name begins with the stack's
   */
  public String memberOf(ResourceKey key) {
    return key.name().substring(stack.length() + 1);
  }
}
