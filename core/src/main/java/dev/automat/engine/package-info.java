/**
 * Keeps what exists equal to what was asked for, and takes it back in time. Due resources come in
 * from the store; calls go out to the plugins, and what was found goes back to the store.
 */
@NullMarked
package dev.automat.engine;

import org.jspecify.annotations.NullMarked;
