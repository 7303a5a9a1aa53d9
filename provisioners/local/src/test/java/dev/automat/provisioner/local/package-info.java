@NullMarked
package dev.automat.provisioner.local;

import org.jspecify.annotations.NullMarked;
