/** The tests of caches on Memorystore, against a fake. */
@NullMarked
package dev.automat.provisioner.gcp.redis;

import org.jspecify.annotations.NullMarked;
