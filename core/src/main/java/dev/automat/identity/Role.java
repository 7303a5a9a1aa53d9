package dev.automat.identity;

import dev.automat.identity.Permission.Scope;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody is, in a team or on the platform. In a team, a later one has all of an earlier. */
public enum Role {
  VIEWER(
      Scope.TEAM,
      EnumSet.of(
          Permission.RESOURCE_READ,
          Permission.BINDING_READ,
          Permission.TEAM_READ,
          Permission.WAIVER_READ)),
  MEMBER(
      Scope.TEAM,
      with(
          VIEWER.permissions,
          Permission.RESOURCE_WRITE,
          Permission.CONNECTION_READ,
          Permission.BINDING_WRITE,
          Permission.WAIVER_WRITE)),
  TEAM_ADMIN(
      Scope.TEAM,
      with(
          MEMBER.permissions,
          Permission.TEAM_WRITE,
          Permission.TOKEN_WRITE,
          Permission.TRANSFER_WRITE,
          Permission.AUDIT_READ)),
  /** Everything in every team and on the platform, but no secret: those belong to their team. */
  PLATFORM_ADMIN(Scope.PLATFORM, EnumSet.complementOf(EnumSet.of(Permission.CONNECTION_READ))),
  /** Looks at everything, and at no secret. */
  AUDITOR(Scope.PLATFORM, reads());

  private final Scope scope;

  @SuppressWarnings("ImmutableEnumChecker") // it is never changed: only the interface could be
  private final Set<Permission> permissions;

  Role(Scope scope, Set<Permission> permissions) {
    this.scope = scope;
    this.permissions = Collections.unmodifiableSet(permissions);
  }

  private static Set<Permission> with(Set<Permission> fewer, Permission... more) {
    Set<Permission> all = EnumSet.copyOf(fewer);
    all.addAll(List.of(more));
    return all;
  }

  private static Set<Permission> reads() {
    Set<Permission> reads = EnumSet.allOf(Permission.class);
    reads.removeIf(each -> !each.isRead() || each == Permission.CONNECTION_READ);
    return reads;
  }

  /** As in documents and configuration, such as {@code team-admin}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The role of that text. */
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /** Whether it is had in a team, and not on the platform. */
  public boolean isOfTeam() {
    return scope == Scope.TEAM;
  }

  /** Whether it has a permission: of a team's role, in that team. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /** The one of two roles in a team that may more. */
  public static Role higher(Role one, Role other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
