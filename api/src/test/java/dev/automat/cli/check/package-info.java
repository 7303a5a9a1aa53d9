/** Checks of connections, against real servers. */
@NullMarked
package dev.automat.cli.check;

import org.jspecify.annotations.NullMarked;
