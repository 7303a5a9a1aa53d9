/**
 * Documents as people write and read them. Bodies come in and requests to the intake go out; stored
 * resources come in and documents go out.
 */
@NullMarked
package dev.automat.api.document;

import org.jspecify.annotations.NullMarked;
