/**
 * JSON Schema 2020-12, compiled once and asked often. Schemas and values come in; what is wrong
 * goes out in words for people, without the false alarms that validators add.
 */
@NullMarked
package dev.automat.schema;

import org.jspecify.annotations.NullMarked;
