/**
 * Who calls, and what they may do: permissions, the roles that have them, and a caller with the
 * roles of this moment. What a token proves comes in; a yes, a no, or the teams that can be seen go
 * out. It knows nothing of HTTP.
 */
@NullMarked
package dev.automat.identity;

import org.jspecify.annotations.NullMarked;
