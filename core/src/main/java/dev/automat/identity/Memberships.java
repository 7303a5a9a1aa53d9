package dev.automat.identity;

import java.util.List;
import java.util.Map;

/** What the documents of teams say of people. */
public interface Memberships {

  /** The role in each team whose members include the identity, itself or by a group. */
  Map<String, Role> of(Identity identity);

  /** Whom to ask in a team: its administrators, as its document names them. */
  List<String> admins(String team);

  /** Nobody is a member of anything. */
  static Memberships none() {
    return new Memberships() {
      @Override
      public Map<String, Role> of(Identity identity) {
        return Map.of();
      }

      @Override
      public List<String> admins(String team) {
        return List.of();
      }
    };
  }
}
