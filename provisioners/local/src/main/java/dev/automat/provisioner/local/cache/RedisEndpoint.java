package dev.automat.provisioner.local.cache;

/**
 * Where the administrator signs in.
 *
 * @param host also the host that applications are told
 * @param port also the port that applications are told
 * @param tls whether the server speaks TLS, with a certificate that this machine trusts
 * @param username who may manage users
 * @param password never shown in the text form
 */
record RedisEndpoint(String host, int port, boolean tls, String username, String password) {

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
