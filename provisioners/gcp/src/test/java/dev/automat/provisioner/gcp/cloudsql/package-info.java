/** Tests of the databases: requests, readings, the conformance kit against the fake. */
@NullMarked
package dev.automat.provisioner.gcp.cloudsql;

import org.jspecify.annotations.NullMarked;
