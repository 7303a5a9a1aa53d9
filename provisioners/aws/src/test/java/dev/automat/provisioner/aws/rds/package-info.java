/** Tests of the databases: pure parts, the conformance kit, and what moto can show of a life. */
@NullMarked
package dev.automat.provisioner.aws.rds;

import org.jspecify.annotations.NullMarked;
