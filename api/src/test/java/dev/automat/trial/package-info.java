/**
 * The whole machine tried from outside: a server in a process of its own, as the script starts it.
 * Requests and signals go in; answers, and what stands in the servers that it made, come out.
 */
@NullMarked
package dev.automat.trial;

import org.jspecify.annotations.NullMarked;
