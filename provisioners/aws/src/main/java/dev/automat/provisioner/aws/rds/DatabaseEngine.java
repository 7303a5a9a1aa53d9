package dev.automat.provisioner.aws.rds;

import dev.automat.sql.SqlEngine;
import java.util.List;

/** The engines, and where they differ. */
@SuppressWarnings("ImmutableEnumChecker") // List.of can not change.
public enum DatabaseEngine {
  POSTGRES(
      "postgres",
      "PostgreSQL",
      1,
      "^[1-9][0-9](\\.[0-9]+)?(-rds\\.[0-9]+)?$",
      "such as \"18\" or \"18.1\"",
      "^postgres[1-9][0-9]$",
      5432,
      List.of("postgresql", "upgrade", "iam-db-auth-error"),
      SqlEngine.POSTGRES),
  MYSQL(
      "mysql",
      "MySQL",
      2,
      "^[5-9]\\.[0-9](\\.[0-9]+)?(-rds\\.[0-9]+)?$",
      "such as \"8.4\" or \"8.4.7\"",
      "^mysql[5-9]\\.[0-9]$",
      3306,
      List.of("audit", "error", "general", "slowquery", "iam-db-auth-error"),
      SqlEngine.MYSQL);

  private final String id;
  private final String title;
  private final int partsOfMajor;
  private final String versionPattern;
  private final String versionExample;
  private final String familyPattern;
  private final int port;
  private final List<String> logs;
  private final SqlEngine sql;

  DatabaseEngine(
      String id,
      String title,
      int partsOfMajor,
      String versionPattern,
      String versionExample,
      String familyPattern,
      int port,
      List<String> logs,
      SqlEngine sql) {
    this.id = id;
    this.title = title;
    this.partsOfMajor = partsOfMajor;
    this.versionPattern = versionPattern;
    this.versionExample = versionExample;
    this.familyPattern = familyPattern;
    this.port = port;
    this.logs = logs;
    this.sql = sql;
  }

  /** RDS's name of the engine. */
  String id() {
    return id;
  }

  /** The resource type. */
  public String type() {
    return "aws/rds-" + id;
  }

  String title() {
    return title;
  }

  /** How many numbers of a version are the major one: 1 in 18.1, 2 in 8.4.7. */
  int partsOfMajor() {
    return partsOfMajor;
  }

  String versionPattern() {
    return versionPattern;
  }

  String versionExample() {
    return versionExample;
  }

  String familyPattern() {
    return familyPattern;
  }

  int port() {
    return port;
  }

  /** The logs that RDS can send to CloudWatch. */
  List<String> logs() {
    return logs;
  }

  /** How users are made in it. */
  SqlEngine sql() {
    return sql;
  }

  /** The family of parameter groups that fits the version, such as {@code postgres18}. */
  String familyOf(String version) {
    return id + EngineVersion.of(version).major(this);
  }
}
