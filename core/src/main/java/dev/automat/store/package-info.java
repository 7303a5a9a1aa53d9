/**
 * All that is kept, and the only room that knows SQL. Writes and questions come in; records go out.
 * What it acknowledged survives the death of the process at any instruction.
 */
@NullMarked
package dev.automat.store;

import org.jspecify.annotations.NullMarked;
