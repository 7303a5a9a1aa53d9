/**
 * Tries a connection as an application would. The keys of a connection come in; what was found goes
 * out, or why it does not work.
 */
@NullMarked
package dev.automat.cli.check;

import org.jspecify.annotations.NullMarked;
