package dev.automat.store;

import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.store.Transactions.Keep;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** What H2 and PostgreSQL do in different ways. */
interface Dialect {

  /** The statements of this database. */
  Sql sql();

  /** A statement that carries out {@code change} on table r and gives back columns of its rows. */
  String returning(String change, String columns);

  /**
   * Adds new resources, in a transaction by itself; one that can not be stored refuses all.
   *
   * @param events the first of each, in the same order
   * @param lines of the audit log; perhaps none
   */
  void create(Unnest<Resource> resources, Unnest<Event> events, AuditLines lines);

  /**
   * Locks the rows that a transaction is going to change, before it changes the first: without it,
   * two that change the same rows could wait for each other.
   */
  void lock(Handle handle, Collection<String> uids);

  /**
   * Has a transaction wait for others that decide on the limits of these teams, and keeps such
   * others waiting until it ends. To be called before any row is locked.
   */
  void lockTeams(Handle handle, SortedSet<String> teams);

  /** Runs a transaction that writes; the database may want them one after the other. */
  <T> T writing(Supplier<T> transaction);

  /** As {@link Store#sideBySide} says. */
  int sideBySide();

  /**
   * Sees to it that what was committed before survives the death of process and machine.
   *
   * @param when {@link Keep#NOW}: before it returns
   */
  void keep(Keep when);

  /** A connection of the pool, for a statement by itself. To be closed. */
  Connection connect() throws SQLException;

  /** Claims as {@link Store#claim} says. A row that can not be understood is empty. */
  List<Optional<Resource>> claim(
      Handle handle, Instant now, Duration lease, int max, Set<String> saturated);

  /** Which database it is, for a person; never a password. */
  String place();

  /** Lets go of the database. */
  void close();
}
