/**
 * When a resource goes, by which stages, and who was told before. In: what is stored of a resource
 * and the time. Out: what its lifetime asks for now.
 */
@NullMarked
package dev.automat.lifetime;

import org.jspecify.annotations.NullMarked;
