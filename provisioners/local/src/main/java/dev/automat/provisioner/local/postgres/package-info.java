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
 * <tr><td>owner</td><td>yes</td><td>any</td><td>available; without tags if they were removed</td></tr>
 * <tr><td>owner, can not sign in</td><td>yes</td><td>quarantined</td><td>available: what a quarantine
 *     does is no drift</td></tr>
 * <tr><td>no, or not the owner</td><td>yes</td><td>any</td><td>failed: {@code update} and {@code
 *     create} repair it</td></tr>
 * <tr><td>yes</td><td>no</td><td>making, deleting or none</td><td>failed: {@code create} completes it,
 *     {@code delete} takes away what is left</td></tr>
 * <tr><td>yes</td><td>no</td><td>made, quarantined</td><td>absent: the database was dropped behind our back;
 *     {@code create} makes it again, empty, and {@code delete} removes the role</td></tr>
 * </table>
 *
 * <p>{@code update} never makes a database. All writes to one name wait for each other on the
 * server, also for a statement that it still carries out for a process that was killed.
 *
 * <p>A snapshot is a database of its own that accepts no connections; all in it belongs to a role
 * of its name. Its comment has the stage {@code SNAPSHOT} and the tags of what it was made of.
 * Until it is complete it is called {@code <uid>-copying}.
 *
 * <p>Passwords leave this process only as SCRAM verifiers, so that no log of the server can hold
 * one.
 */
@NullMarked
package dev.automat.provisioner.local.postgres;

import org.jspecify.annotations.NullMarked;
