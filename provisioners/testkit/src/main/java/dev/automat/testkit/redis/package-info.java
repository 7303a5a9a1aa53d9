/**
 * A real Redis for tests, and sessions with it. The program of the machine, or one that {@code
 * ./automat test} unpacked, comes in; a running server goes out, or a test that is skipped and says
 * why.
 */
@NullMarked
package dev.automat.testkit.redis;

import org.jspecify.annotations.NullMarked;
