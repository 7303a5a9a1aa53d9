/**
 * What an application connects with, in the forms that other programs take. A connection and what
 * it is of come in, text goes out; nothing is asked and nothing is kept.
 */
@NullMarked
package dev.automat.api.connection;

import org.jspecify.annotations.NullMarked;
