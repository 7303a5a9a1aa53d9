/**
 * Who did what, and who was refused: one entry each, appended and never changed. Entries come in;
 * pages of them go out, the newest first. The store keeps them.
 */
@NullMarked
package dev.automat.audit;

import org.jspecify.annotations.NullMarked;
