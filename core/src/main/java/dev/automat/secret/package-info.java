/**
 * Credentials: made, sealed before they are stored, opened when they are needed. No text form of
 * anything here shows a secret.
 */
@NullMarked
package dev.automat.secret;

import org.jspecify.annotations.NullMarked;
