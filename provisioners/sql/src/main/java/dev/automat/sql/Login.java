package dev.automat.sql;

import dev.automat.spi.Credentials;

/**
 * How Automat signs in to a database, as the user that may make others.
 *
 * @param what the instance is called in messages, such as {@code DB instance orders-…}
 * @param database the one that applications use
 * @param master may make users and act for the owner of the database; it need not be a superuser
 * @param advice what a person is told when it does not work
 */
public record Login(
    String what,
    String host,
    long port,
    String database,
    Credentials master,
    DatabaseTls tls,
    Advice advice) {

  String address() {
    return host + ":" + port;
  }

  /**
   * What to look at, in the words of the cloud.
   *
   * @param reach what lets Automat reach an instance, such as {@code the security groups of the
   *     instance}
   * @param trust where the authorities come from that vouch for a server
   */
  public record Advice(String reach, String trust) {}
}
