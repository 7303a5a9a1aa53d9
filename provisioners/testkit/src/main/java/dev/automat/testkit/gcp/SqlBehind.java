package dev.automat.testkit.gcp;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is behind the instances: real servers, or nothing.
 *
 * @param servers empty for nothing: an instance then has an address at which nobody is
 */
record SqlBehind(Optional<SqlServers> servers) {

  private static final String NOBODY = "none: there is no server behind this fake";

  /**
   * An instance was made.
   *
   * @param shown gets its addresses
   * @param copy what it holds
   * @param rootPassword empty where it has the one that the copy has
   */
  void made(
      ObjectNode shown, long serial, Optional<SqlServer.Copy> copy, Optional<String> rootPassword) {
    String name = shown.path("name").asString("");
    Optional<String> address =
        servers.map(all -> all.put(name, shown.path("databaseVersion").asString(""), copy));
    SqlDefaults.address(shown, serial, address);
    shown
        .putObject("serverCaCert")
        .put("kind", "sql#sslCert")
        .put("instance", name)
        .put("cert", servers.map(SqlServers::authority).orElse(NOBODY));
    rootPassword.ifPresent(password -> of(name).ifPresent(server -> server.root(password)));
  }

  Optional<SqlServer> of(String instance) {
    return servers.flatMap(all -> all.of(instance));
  }

  void gone(String instance) {
    servers.ifPresent(all -> all.remove(instance));
  }
}
