/**
 * PostgreSQL and MySQL on DB instances of RDS: {@code aws/rds-postgres} and {@code aws/rds-mysql}.
 * What is desired comes in; requests to RDS go out, and what RDS shows comes back as an
 * observation.
 *
 * <p>A database is one DB instance with the external name. Its children: a subnet group {@code
 * <name>-subnets}, made before it; a parameter group {@code <name>-params-<family>}, made before it
 * if parameters are asked for; a secret of Secrets Manager, if RDS shall manage the master
 * password; secrets of bindings, {@code automat/<uid>/…}, if they are asked for; and a final
 * snapshot {@code <name>-final}, which stays on purpose when all else is deleted.
 *
 * <p>The groups can only be deleted once the instance is gone, minutes later. Before the instance
 * is deleted its subnet group is therefore tagged {@code automat-leaving}: a tagged group without
 * an instance is shown as present, so that the engine deletes once more, and an untagged one as
 * absent, because the instance is not made yet or somebody else took it away.
 *
 * <p>What RDS does not keep for us, such as whether a deletion makes a final snapshot, stands in
 * the tag {@code automat-rds} of the instance, because a deletion is given no settings.
 */
@NullMarked
package dev.automat.provisioner.aws.rds;

import org.jspecify.annotations.NullMarked;
