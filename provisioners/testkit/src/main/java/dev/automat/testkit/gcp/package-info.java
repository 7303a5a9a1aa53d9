/**
 * A <b>fake</b> of Google's Cloud SQL Admin API on this machine: {@link
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
 * <p><b>Not there</b>: a database behind an instance; permissions; quotas other than those ordered;
 * whether a tier, a version, a network or a key exists; that MySQL needs binary logs for its
 * standby; replicas, certificates, exports, private service connect. What passes here still has to
 * be tried in a real project.
 */
@NullMarked
package dev.automat.testkit.gcp;

import org.jspecify.annotations.NullMarked;
