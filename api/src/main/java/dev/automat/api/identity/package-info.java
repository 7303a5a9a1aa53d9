/**
 * The door: who calls is found out, and what the contract asks of them is held against their roles,
 * before a handler sees the call. Handlers come in and go out guarded.
 */
@NullMarked
package dev.automat.api.identity;

import org.jspecify.annotations.NullMarked;
