/** Tests of the package. */
@NullMarked
package dev.automat.provisioner.gcp;

import org.jspecify.annotations.NullMarked;
