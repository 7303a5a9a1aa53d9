package dev.automat.sql;

import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a copy of another database brought along: the roles of the instance that it was made of. An
 * instance is one resource's, so that other roles of that form are none of anybody else's.
 */
record TakenOverRoles(PostgresRoles roles) {

  /**
   * What they own is this database's owner's from now on, and nobody signs in as one of them. A
   * copy of what was shut out is not shut any more.
   */
  void takeOver() throws SQLException {
    List<String> brought = brought();
    if (brought.isEmpty()) {
      return;
    }
    PostgresSession session = roles.session();
    roles.ensureOwner();
    boolean closed = false;
    for (String role : brought) {
      closed |= ClosedRoles.isMarked(roles.tags(role)) && role.endsWith("_owner");
      roles.shutOut(role);
    }
    if (closed) {
      new ClosedRoles(roles).letAllConnect();
    }
    session.commit();
    for (String role : brought) {
      session.makeMember("CURRENT_USER", role);
      roles.drop(role);
    }
    session.commit();
  }

  private List<String> brought() throws SQLException {
    PostgresSession session = roles.session();
    String query =
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^[a-z2-7]{20}_' AND NOT starts_with(rolname,"
            + " "
            + session.literal(roles.ref().uid())
            + ")";
    List<String> brought = new ArrayList<>();
    for (String role : session.texts(query)) {
      boolean ofAutomat = GrantId.isUserName(role) || role.matches("[a-z2-7]{20}_owner");
      if (ofAutomat && isOfThisInstallation(role)) {
        brought.add(role);
      }
    }
    return brought;
  }

  private boolean isOfThisInstallation(String role) throws SQLException {
    return roles
        .ref()
        .scope()
        .installation()
        .equals(roles.tags(role).get(OwnershipTags.INSTALLATION));
  }
}
