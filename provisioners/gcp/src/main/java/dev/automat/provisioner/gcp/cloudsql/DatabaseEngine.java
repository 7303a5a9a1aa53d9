package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.sql.SqlEngine;

/** The engines, and where they differ. */
public enum DatabaseEngine {
  POSTGRES(
      "postgres",
      "PostgreSQL",
      "POSTGRES_",
      "^[1-9][0-9]$",
      "\"17\"",
      5432,
      "postgres",
      "cloudsql.iam_authentication",
      SqlEngine.POSTGRES),
  MYSQL(
      "mysql",
      "MySQL",
      "MYSQL_",
      "^[5-9]\\.[0-9]$",
      "\"8.4\"",
      3306,
      "root",
      "cloudsql_iam_authentication",
      SqlEngine.MYSQL);

  private final String id;
  private final String title;
  private final String prefix;
  private final String versionPattern;
  private final String versionExample;
  private final int port;
  private final String root;
  private final String iamFlag;
  private final SqlEngine sql;

  DatabaseEngine(
      String id,
      String title,
      String prefix,
      String versionPattern,
      String versionExample,
      int port,
      String root,
      String iamFlag,
      SqlEngine sql) {
    this.id = id;
    this.title = title;
    this.prefix = prefix;
    this.versionPattern = versionPattern;
    this.versionExample = versionExample;
    this.port = port;
    this.root = root;
    this.iamFlag = iamFlag;
    this.sql = sql;
  }

  /** The resource type. */
  public String type() {
    return "gcp/cloudsql-" + id;
  }

  String title() {
    return title;
  }

  String versionPattern() {
    return versionPattern;
  }

  String versionExample() {
    return versionExample;
  }

  int port() {
    return port;
  }

  /** The user that Google makes with an instance, whose password is given at its creation. */
  String root() {
    return root;
  }

  /** The flag that lets IAM principals sign in. */
  String iamFlag() {
    return iamFlag;
  }

  /** How users are made in it. */
  SqlEngine sql() {
    return sql;
  }

  /** Google's name of a version: {@code POSTGRES_17}, {@code MYSQL_8_4}. */
  String databaseVersion(String version) {
    return prefix + version.replace('.', '_');
  }

  /**
   * The version of Google's name, as it is asked for: after an upgrade of the minor version Google
   * shows {@code MYSQL_8_0_36} for what was {@code MYSQL_8_0}.
   */
  String version(String databaseVersion) {
    String exact = exactVersion(databaseVersion);
    return this == MYSQL ? exact.replaceFirst("^([0-9]+\\.[0-9]+)\\..*$", "$1") : exact;
  }

  /** The version of Google's name, with all that it says. */
  String exactVersion(String databaseVersion) {
    return databaseVersion.replaceFirst("^" + prefix, "").replace('_', '.');
  }

  /** Whether an instance is of the engine. */
  boolean is(String databaseVersion) {
    return databaseVersion.startsWith(prefix);
  }
}
