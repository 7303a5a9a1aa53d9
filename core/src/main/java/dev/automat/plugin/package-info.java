/**
 * The provisioner plugins that are installed. Class path and configuration come in; descriptors go
 * out to everyone, opened types only to the engine.
 */
@NullMarked
package dev.automat.plugin;

import org.jspecify.annotations.NullMarked;
