/**
 * What a handler sees of HTTP: a call with its parameters taken out, and a reply to give. Calls
 * come in and replies or problems go out; nothing here knows which server carries them.
 */
@NullMarked
package dev.automat.api.exchange;

import org.jspecify.annotations.NullMarked;
