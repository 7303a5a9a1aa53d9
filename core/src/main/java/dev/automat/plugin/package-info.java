/**
 * The provisioner plugins that are installed. Class path, plugin folders and pins come in;
 * descriptors go out to everyone, plugins to open only to the engine. A plugin from a folder has a
 * class loader and threads of its own; what can not be used is left out with the reason.
 */
@NullMarked
package dev.automat.plugin;

import org.jspecify.annotations.NullMarked;
