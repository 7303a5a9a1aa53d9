/**
 * The counter where a request is handed in: reads the present state, has it admitted, checks what
 * needs server state, and hands the write to the store until it is accepted or lost. Decoded
 * requests come in; one outcome per request goes out.
 */
@NullMarked
package dev.automat.intake;

import org.jspecify.annotations.NullMarked;
