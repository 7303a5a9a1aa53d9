/**
 * CEL for people who write configuration: text with {@code ${…}} and the types of what it may read
 * come in; compiled templates go out, or the reason why one is wrong, with a caret under the place.
 * It can read no clock and no secret, and has limits of size and time.
 */
@NullMarked
package dev.automat.expression;

import org.jspecify.annotations.NullMarked;
