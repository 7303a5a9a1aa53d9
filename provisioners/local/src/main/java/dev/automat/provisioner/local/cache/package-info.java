/**
 * The type {@code local/redis}: a user of a Redis (or Valkey) server with a key prefix of its own,
 * on a server that is configured, or on one that is installed on this machine and started when it
 * is first needed. Desired settings and an application's credentials come in; what the server says
 * of its users goes out.
 *
 * <p>A cache is one user and nothing else: it may touch only keys and channels that begin with
 * {@code <external name>:}, and none of the commands that show what others have, or that change the
 * server. So it comes and goes with one command, and there is nothing half made. Its tags stand in
 * the user as well: as the name of a channel that nobody uses, since a user of Redis has no room
 * for a comment, and a key could be evicted, or deleted by somebody else.
 *
 * <table>
 * <caption>What stands on the server, and what {@code observe} says of it</caption>
 * <tr><th>user</th><th>stage in its note</th><th>observed as</th></tr>
 * <tr><td>may sign in, has its prefix and no other</td><td>any but deleting</td><td>available</td></tr>
 * <tr><td>can not sign in</td><td>quarantined</td><td>available: what a quarantine does is no
 *     drift</td></tr>
 * <tr><td>can not sign in, or has other keys</td><td>any other</td><td>failed: {@code update} repairs
 *     it</td></tr>
 * <tr><td>may use {@code CLIENT TRACKING}, as one of an older version</td><td>any but
 *     deleting</td><td>failed: {@code update} takes it from it and from the users of applications, and
 *     ends the sessions of both</td></tr>
 * <tr><td>any</td><td>deleting</td><td>deleting: its keys go first, in steps that are bounded, and the
 *     user last</td></tr>
 * <tr><td>none</td><td></td><td>absent</td></tr>
 * </table>
 *
 * <p>What a shared server can not do, plainly: no cache has a memory of its own, what is evicted
 * may be anybody's, and a script that runs long keeps everybody waiting.
 *
 * <p>Passwords leave this process only as SHA-256, which is how Redis keeps them.
 */
@NullMarked
package dev.automat.provisioner.local.cache;

import org.jspecify.annotations.NullMarked;
