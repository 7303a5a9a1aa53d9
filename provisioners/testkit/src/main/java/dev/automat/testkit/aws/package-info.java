/**
 * A stand-in for AWS on this machine: a real {@code moto_server} does what a call asks for, and
 * {@link dev.automat.testkit.aws.HostileAws} in front of it adds what a cloud does besides. Calls
 * of any AWS client come in; answers in AWS's own shapes go out, with figures of what was called.
 *
 * <p><b>Real</b>, which here means done by moto: what is made, changed, tagged, listed and deleted;
 * the checks that moto makes of it; accounts (one for each role that is assumed); queues that carry
 * messages; secrets that keep versions.
 *
 * <p><b>Faked</b> by the proxy: all that takes time (states such as {@code creating}, pending
 * values, names that are kept after a deletion), all that goes wrong (see {@link
 * dev.automat.testkit.wire.Fault}), reads that lag behind, and what {@link
 * dev.automat.testkit.aws.Repair} lists. A change of a cache is held by the proxy alone and is
 * checked by nobody. The states are shown, not lived: moto has a database at once, and has lost it
 * at once when the proxy still shows {@code deleting}.
 *
 * <p><b>Checked by nobody</b>: signatures and permissions; whether a class, an engine version, a
 * key or a security group exists; quotas and prices; limits of rate other than those ordered; that
 * an endpoint leads anywhere. What passes here still has to be tried on a real account.
 */
@NullMarked
package dev.automat.testkit.aws;

import org.jspecify.annotations.NullMarked;
