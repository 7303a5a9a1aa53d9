/**
 * What all types share in speaking to Google: its failures in the words of the SPI, tags as labels,
 * and whose an object is.
 */
@NullMarked
package dev.automat.provisioner.gcp.call;

import org.jspecify.annotations.NullMarked;
