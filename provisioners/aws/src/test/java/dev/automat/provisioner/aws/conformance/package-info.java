/**
 * The command {@code ./automat conformance}: runs the conformance kit against a stand-in or a
 * sandbox account of AWS, and keeps the record of what ran where. Arguments come in; results, costs
 * and leaks go out.
 */
@NullMarked
package dev.automat.provisioner.aws.conformance;

import org.jspecify.annotations.NullMarked;
