/**
 * What the tests of all types share: a stand-in for AWS, an account of one's own in it, and the
 * conformance kit's way to a type.
 */
@NullMarked
package dev.automat.provisioner.aws;

import org.jspecify.annotations.NullMarked;
