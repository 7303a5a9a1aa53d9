/** Tests of the README: what is generated in it is what the code says. */
@NullMarked
package dev.automat.provisioner.gcp.docs;

import org.jspecify.annotations.NullMarked;
