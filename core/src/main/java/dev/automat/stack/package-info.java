/**
 * Several resources with one name and one lifetime. A stack as it was written and its members as
 * they are stored come in; a request for each member, what is wrong at the place where it was
 * written, and the state of the whole go out. Pure.
 */
@NullMarked
package dev.automat.stack;

import org.jspecify.annotations.NullMarked;
