/** Tests of the package. */
@NullMarked
package dev.automat.provisioner.gcp.account;

import org.jspecify.annotations.NullMarked;
