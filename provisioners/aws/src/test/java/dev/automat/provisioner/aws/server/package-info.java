/**
 * Real servers that stand for what moto has none of behind its instances. A test asks for one; in
 * come the names of programs, out comes an address on this machine, or the test is skipped.
 */
@NullMarked
package dev.automat.provisioner.aws.server;

import org.jspecify.annotations.NullMarked;
