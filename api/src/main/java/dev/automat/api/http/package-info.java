/**
 * HTTP on Vert.x: the event loops read requests and write replies, and virtual threads carry out
 * what may block. Bytes come in and go out; calls and replies pass to the handlers.
 */
@NullMarked
package dev.automat.api.http;

import org.jspecify.annotations.NullMarked;
