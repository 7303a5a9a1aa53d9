/**
 * Tests of the fake of Cloud SQL. They stand here and not beside it, because Google's client, which
 * it is driven by and compared with, comes with this module.
 */
@NullMarked
package dev.automat.provisioner.gcp.fake;

import org.jspecify.annotations.NullMarked;
