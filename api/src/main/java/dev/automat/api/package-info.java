/**
 * The server put together. A configuration comes in; a running server goes out, which stops in
 * order.
 */
@NullMarked
package dev.automat.api;

import org.jspecify.annotations.NullMarked;
