/**
 * What stand-ins for clouds share: the port at which clients call, which can stop listening, chance
 * that can be repeated, and what goes wrong by it. Calls over HTTP come in; the answers of a
 * stand-in go out.
 */
@NullMarked
package dev.automat.testkit.wire;

import org.jspecify.annotations.NullMarked;
