/**
 * What things cost: dated list prices, the arithmetic over them, and what a team may spend. Price
 * files and the cost lines of a module come in, an estimate of a month goes out; with what stands
 * already, whether a budget or a quota has room for it.
 */
@NullMarked
package dev.automat.cost;

import org.jspecify.annotations.NullMarked;
