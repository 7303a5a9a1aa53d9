/**
 * What the distribution is made of, held to the list in {@code build/dependencies.yaml}. Bills of
 * materials come in; what must not be in them goes out, with the way to it.
 */
@NullMarked
package dev.automat.dependency;

import org.jspecify.annotations.NullMarked;
