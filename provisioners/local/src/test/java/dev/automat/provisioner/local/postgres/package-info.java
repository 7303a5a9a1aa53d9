@NullMarked
package dev.automat.provisioner.local.postgres;

import org.jspecify.annotations.NullMarked;
