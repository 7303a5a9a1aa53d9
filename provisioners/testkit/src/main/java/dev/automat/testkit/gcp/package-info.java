/**
 * <b>Fakes</b> of Google's services: of Pub/Sub, {@link dev.automat.testkit.gcp.FakePubSub}, served
 * by Google's own definitions in {@link dev.automat.testkit.gcp.HostileGrpc}, where what is not
 * there is {@code UNIMPLEMENTED}; and of the rest of this text.
 *
 * <p>A <b>fake</b> of Google's Cloud SQL Admin API on this machine: {@link
 * dev.automat.testkit.gcp.FakeCloudSql}. Calls of Google's own client come in over HTTP; answers in
 * Google's shapes go out, with figures of what was called.
 *
 * <p><b>As Google's</b>: paths, parameters and the names of all fields, which a test compares with
 * Google's client library; operations that are {@code PENDING}, {@code RUNNING} and {@code DONE}
 * and are followed by name; one at a time for an instance; errors with a reason; a protected
 * instance that is not deleted; the name of a deleted one that can not be used again.
 *
 * <p><b>By the documentation, and never compared with Google</b>: which reason goes with which
 * status; when a change is seen; defaults and what is normalised.
 *
 * <p><b>Real, where a test asks for it</b>: a server behind each instance ({@link
 * dev.automat.testkit.gcp.SqlServers}), with TLS, Google's user and what a backup held; MySQL is a
 * MariaDB. It is of one version whatever is asked for, a backup ends its sessions, and one
 * authority vouches for all, where Google has one for each instance.
 *
 * <p><b>Not there</b>: permissions; quotas other than those ordered; whether a tier, a version, a
 * network or a key exists; that MySQL needs binary logs for its standby; replicas, certificates,
 * exports, private service connect. What passes here still has to be tried in a real project.
 *
 * <p>And a <b>fake</b> of Memorystore for Redis, {@link dev.automat.testkit.gcp.FakeMemorystore},
 * of which methods, fields and enums are Google's own; the AUTH string is another whenever AUTH is
 * switched on. How long a change of labels takes is a guess. <b>Not there</b>: permissions, quotas,
 * networks and keys, imports and exports, failovers, and whether a region has a version.
 *
 * <p>And a <b>fake</b> of Secret Manager, {@link dev.automat.testkit.gcp.FakeSecrets}, of which
 * messages are Google's own. <b>By the documentation</b>: the words of refusals, filters, and which
 * reads may be stale. <b>Not there</b>: changes of secrets, policies, regional secrets, keys, but
 * for one that a test disables.
 */
@NullMarked
package dev.automat.testkit.gcp;

import org.jspecify.annotations.NullMarked;
