package dev.automat.identity;

import java.util.Arrays;
import java.util.Optional;

/**
 * What an operation of the contract needs. The text is that of {@code x-automat-permission}, of
 * refusals and of the audit log: programs compare it.
 */
public enum Permission {
  /** Health, readiness, the contract: no token is needed. */
  NONE("none", Scope.NOBODY),
  /** What a caller is told of itself. */
  SELF_READ("self.read", Scope.ANYBODY),
  CATALOG_READ("catalog.read", Scope.ANYBODY),
  /** The files of a catalogue, for who knows its digest: to plan with it elsewhere. */
  BUNDLE_READ("bundle.read", Scope.ANYBODY),
  RESOURCE_READ("resource.read", Scope.TEAM),
  RESOURCE_WRITE("resource.write", Scope.TEAM),
  CONNECTION_READ("connection.read", Scope.TEAM),
  BINDING_READ("binding.read", Scope.TEAM),
  BINDING_WRITE("binding.write", Scope.TEAM),
  TEAM_READ("team.read", Scope.TEAM),
  TEAM_WRITE("team.write", Scope.TEAM),
  TOKEN_WRITE("token.write", Scope.TEAM),
  TRANSFER_WRITE("transfer.write", Scope.TEAM),
  WAIVER_READ("waiver.read", Scope.TEAM),
  WAIVER_WRITE("waiver.write", Scope.TEAM),
  /** Of a team, and no team has it: who lets it through is not who needs it. */
  WAIVER_GRANT("waiver.grant", Scope.TEAM),
  AUDIT_READ("audit.read", Scope.TEAM),
  TEAM_CREATE("team.create", Scope.PLATFORM),
  /** To push catalogues, and to say which is active. */
  CATALOG_WRITE("catalog.write", Scope.PLATFORM),
  /** Accounts, leaks, plugins, measures. */
  PLATFORM_READ("platform.read", Scope.PLATFORM),
  /** To release an account; tokens of the platform. */
  PLATFORM_WRITE("platform.write", Scope.PLATFORM);

  private final String text;
  private final Scope scope;

  Permission(String text, Scope scope) {
    this.text = text;
    this.scope = scope;
  }

  /** As in the contract, such as {@code resource.read}. */
  public String text() {
    return text;
  }

  public Scope scope() {
    return scope;
  }

  /** Whether it only looks. */
  public boolean isRead() {
    return text.endsWith(".read");
  }

  /** The permission of that text. */
  public static Optional<Permission> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** On what it is had. */
  public enum Scope {
    /** It is not asked for. */
    NOBODY,
    /** Whoever has said who they are has it. */
    ANYBODY,
    /** In one team, or in all. */
    TEAM,
    /** On the platform as a whole. */
    PLATFORM
  }
}
