/**
 * A real PostgreSQL to test against, made from nothing and thrown away. A start comes in; a URL, a
 * user and a password go out.
 */
@NullMarked
package dev.automat.testkit.postgres;

import org.jspecify.annotations.NullMarked;
