/** Caches, against moto and in part against nothing at all. */
@NullMarked
package dev.automat.provisioner.aws.elasticache;

import org.jspecify.annotations.NullMarked;
