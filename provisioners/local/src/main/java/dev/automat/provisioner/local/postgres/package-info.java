/**
 * The type {@code local/postgres}: a role and a database of one name on a PostgreSQL server, either
 * one that is configured or an embedded one that is started when it is first needed. Desired
 * settings and an application's credentials come in; what the server's catalogue says goes out.
 *
 * <p>Tags are kept as JSON in the comments on the database and on the role. The role's comment also
 * tells how far its making or its deletion came, because a database can be neither made nor dropped
 * in a transaction:
 *
 * <table>
 * <caption>What stands on the server, and what {@code observe} says of it</caption>
 * <tr><th>role</th><th>database</th><th>stage</th><th>observed as</th></tr>
 * <tr><td>yes</td><td>yes</td><td>any</td><td>present</td></tr>
 * <tr><td>yes</td><td>no</td><td>making, deleting or none</td><td>present, without settings and tags: a
 *     difference, so that the engine's {@code update} (or {@code create}) completes what was
 *     begun, and its {@code delete} takes away what is left</td></tr>
 * <tr><td>yes</td><td>no</td><td>made</td><td>absent: the database was dropped behind our back and is
 *     not made again, empty, unless the engine says {@code create}; {@code delete} still removes the
 *     role</td></tr>
 * <tr><td>no, or not the owner</td><td>yes</td><td></td><td>present, without tags: {@code update} repairs
 *     it</td></tr>
 * </table>
 *
 * <p>Passwords leave this process only as SCRAM verifiers, so that no log of the server can hold
 * one.
 */
@NullMarked
package dev.automat.provisioner.local.postgres;

import org.jspecify.annotations.NullMarked;
