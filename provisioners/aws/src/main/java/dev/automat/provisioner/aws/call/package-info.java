/**
 * What all types share in speaking to AWS: its failures in the words of the SPI, and whose an
 * object is.
 */
@NullMarked
package dev.automat.provisioner.aws.call;

import org.jspecify.annotations.NullMarked;
