/** Tests of the forms of a connection. */
@NullMarked
package dev.automat.api.connection;

import org.jspecify.annotations.NullMarked;
