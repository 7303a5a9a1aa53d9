@NullMarked
package dev.automat.provisioner.local.queue;

import org.jspecify.annotations.NullMarked;
