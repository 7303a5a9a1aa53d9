package dev.automat.testkit.aws;

import java.util.List;

/**
 * Whom a cache lets in, as AWS would tell its nodes.
 *
 * @param name what the user signs in with
 * @param passwords those that are valid
 * @param access what the user may do, in the words of ACL SETUSER
 */
public record CacheLogin(String name, List<String> passwords, String access) {

  public CacheLogin {
    passwords = List.copyOf(passwords);
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "CacheLogin[name=" + name + ", access=" + access + "]";
  }
}
