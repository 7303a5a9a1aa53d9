package dev.automat.provisioner.local.postgres;

/**
 * Where the administrator signs in.
 *
 * @param host also the host that applications are told
 * @param port also the port that applications are told
 * @param database the database that the administrator's own connections are in
 * @param username a superuser, or a role with CREATEDB and CREATEROLE
 * @param password never shown in the text form
 */
public record Endpoint(String host, int port, String database, String username, String password) {

  /** The same server and administrator, in another database. */
  Endpoint in(String other) {
    return new Endpoint(host, port, other, username, password);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
