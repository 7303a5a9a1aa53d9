/**
 * YAML 1.2 and JSON texts with the place of every value, so that each complaint can name file, line
 * and column. Text comes in; a {@link dev.automat.document.Document} or a {@link
 * dev.automat.document.DocumentException} goes out.
 */
@NullMarked
package dev.automat.document;

import org.jspecify.annotations.NullMarked;
