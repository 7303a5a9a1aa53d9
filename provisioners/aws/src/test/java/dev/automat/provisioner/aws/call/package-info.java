/** Tests of what AWS's failures mean. */
@NullMarked
package dev.automat.provisioner.aws.call;

import org.jspecify.annotations.NullMarked;
