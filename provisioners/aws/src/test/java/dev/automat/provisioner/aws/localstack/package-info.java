/** The conformance kit against LocalStack, where a Docker engine runs. */
@NullMarked
package dev.automat.provisioner.aws.localstack;

import org.jspecify.annotations.NullMarked;
