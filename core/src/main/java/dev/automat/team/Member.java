package dev.automat.team;

import dev.automat.identity.Role;

/**
 * Who is in a team.
 *
 * @param principal {@code issuer:subject} or {@code issuer:name} of one identity, or {@code
 *     issuer:group}
 * @param role one of a team's
 */
public record Member(Sort sort, String principal, Role role) {

  /** Whether it is one or many. */
  public enum Sort {
    SUBJECT,
    GROUP;

    /** The field of a document that names it. */
    String field() {
      return this == SUBJECT ? "subject" : "group";
    }
  }

  public static Member subject(String principal, Role role) {
    return new Member(Sort.SUBJECT, principal, role);
  }

  public static Member group(String principal, Role role) {
    return new Member(Sort.GROUP, principal, role);
  }

  /** Whether it runs the team. */
  boolean isAdmin() {
    return role == Role.TEAM_ADMIN;
  }
}
