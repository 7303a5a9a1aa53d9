/**
 * Measured claims: each budget of the design against a limit that is measured in the same run.
 * Options come in from the command line; a table of figures, ratios and verdicts goes out.
 */
@NullMarked
package dev.automat.bench;

import org.jspecify.annotations.NullMarked;
