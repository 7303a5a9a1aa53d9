/**
 * Databases on Cloud SQL: {@code gcp/cloudsql-postgres} and {@code gcp/cloudsql-mysql}. What is
 * desired comes in; calls of the Cloud SQL Admin API go out, and what it shows in the words of the
 * settings schema.
 *
 * <p>Google does one thing at a time to an instance, in an operation that has a name. Nothing is
 * remembered here: which operations are under way is asked for at each look, so that it does not
 * matter which process began them.
 */
@NullMarked
package dev.automat.provisioner.gcp.cloudsql;

import org.jspecify.annotations.NullMarked;
