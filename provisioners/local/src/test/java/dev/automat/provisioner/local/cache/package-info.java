/** The tests of caches, against a real server. */
@NullMarked
package dev.automat.provisioner.local.cache;

import org.jspecify.annotations.NullMarked;
