/** Tests of estimates, price files and limits. */
@NullMarked
package dev.automat.cost;

import org.jspecify.annotations.NullMarked;
