/**
 * Real servers for tests: programs that are unpacked below {@code target/tools} or installed, with
 * data that are thrown away. A folder comes in; an address goes out, or the test is skipped with
 * the reason.
 */
@NullMarked
package dev.automat.testkit.server;

import org.jspecify.annotations.NullMarked;
