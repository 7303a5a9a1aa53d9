/**
 * Kinds and golden-path modules. YAML files come in and are checked to the last expression at load;
 * a catalogue of usable modules goes out, with a list of those that were left out and why.
 */
@NullMarked
package dev.automat.catalog;

import org.jspecify.annotations.NullMarked;
