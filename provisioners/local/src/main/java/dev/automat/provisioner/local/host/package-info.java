/**
 * What the embedded servers need of the machine that they run on: a lock on a directory, a port
 * that is chosen once and then kept, and commands that are run with a limit. A directory and names
 * come in; a held lock, a port number or a command's output goes out.
 */
@NullMarked
package dev.automat.provisioner.local.host;

import org.jspecify.annotations.NullMarked;
