@NullMarked
package dev.automat.provisioner.local.host;

import org.jspecify.annotations.NullMarked;
