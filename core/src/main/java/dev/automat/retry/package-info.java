/**
 * When to try again. In: failures, and what kind they were. Out: pauses, and whether a call is
 * worth making now.
 */
@NullMarked
package dev.automat.retry;

import org.jspecify.annotations.NullMarked;
