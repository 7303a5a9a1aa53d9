/**
 * The users of applications in PostgreSQL and MySQL databases, for the types of every cloud: made,
 * taken away, shut out and let in over JDBC. A {@link dev.automat.sql.Login} comes in, which says
 * where a database is and who may make users there; statements in that database go out.
 *
 * <p>Nothing here knows a cloud. What the clouds do differently is given: how a session of another
 * user is ended, who vouches for a server, and what a person is told to look at.
 */
@NullMarked
package dev.automat.sql;

import org.jspecify.annotations.NullMarked;
