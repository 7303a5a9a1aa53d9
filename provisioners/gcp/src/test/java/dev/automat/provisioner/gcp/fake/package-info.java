/**
 * Tests of the fakes of Google. They stand here and not beside them, because Google's clients,
 * which they are driven by and compared with, come with this module.
 */
@NullMarked
package dev.automat.provisioner.gcp.fake;

import org.jspecify.annotations.NullMarked;
