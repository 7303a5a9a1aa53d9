/**
 * The plugin that a plugin author copies: its resources are folders on disk, so that nothing hides
 * what the contract asks for. Desired folders come in, directories and observations go out; the
 * walk through it is in the README of the SPI.
 */
@NullMarked
package dev.automat.provisioner.template;

import org.jspecify.annotations.NullMarked;
