/**
 * The command line: the server in the foreground, and a client of the same contract. Arguments come
 * in; text for people or programs goes out, and an exit code.
 */
@NullMarked
package dev.automat.cli;

import org.jspecify.annotations.NullMarked;
