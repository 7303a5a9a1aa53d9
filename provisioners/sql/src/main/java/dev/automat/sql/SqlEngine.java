package dev.automat.sql;

/** The engines that users are made in. */
public enum SqlEngine {
  POSTGRES("postgresql", "sslmode=require"),
  MYSQL("mysql", "ssl-mode=REQUIRED");

  private final String scheme;
  private final String tlsOnly;

  SqlEngine(String scheme, String tlsOnly) {
    this.scheme = scheme;
    this.tlsOnly = tlsOnly;
  }

  /** Of the URIs that its clients take; also the type of a binding (servicebinding.io). */
  public String scheme() {
    return scheme;
  }

  /** The query of a URI that makes a client of the engine insist on TLS. */
  String tlsOnly() {
    return tlsOnly;
  }
}
