/** Tests of the databases: requests, readings, the conformance kit against the fake. */
@NullMarked
package dev.automat.provisioner.gcp.pubsub;

import org.jspecify.annotations.NullMarked;
