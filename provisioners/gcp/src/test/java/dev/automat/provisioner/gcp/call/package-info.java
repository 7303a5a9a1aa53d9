/** Tests of the package. */
@NullMarked
package dev.automat.provisioner.gcp.call;

import org.jspecify.annotations.NullMarked;
