package dev.automat.sql;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import java.util.Optional;
import java.util.Set;

/**
 * The users that applications have in one database. Each call signs in for itself, ends well before
 * the deadline of the SPI, and may be repeated after it was cut short at any statement.
 *
 * <p>Every call may fail with {@link ProvisionerException}: a failure of the database is that
 * instance's alone. What carries another's tags is {@link ErrorCode#FOREIGN} and stays as it is.
 */
public sealed interface DatabaseUsers permits PostgresUsers, MysqlUsers {

  /**
   * The grants that stand, those too that are shut out. What a copy of another database brought
   * along is taken over first: nobody signs in as one of its users any more, and what they made
   * stays.
   */
  Set<GrantId> grants();

  /**
   * Makes the user of the grant, or sets its password and its access again. Not for a database that
   * is shut.
   */
  void bind(Grant grant);

  /** Drops the user and ends its sessions. What it made stays and works. */
  void unbind(GrantId grant);

  /**
   * Shuts all applications out and ends their sessions; their users stay. Who was let in since is
   * shut out by a repeat. What a copy of another database brought along is taken over first.
   *
   * @return empty once nobody is in; otherwise who still is, for a person: sessions that go on in
   *     the database, of others than the server itself
   */
  Optional<String> shut();

  /** Lets those in again whom {@link #shut} shut out, with the passwords that they had. */
  void open();
}
