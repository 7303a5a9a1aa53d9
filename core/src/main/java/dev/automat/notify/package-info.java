/**
 * Who is told, and whether they were. In: notices, which were written down with the lines of
 * timelines; what the configuration says of receivers. Out: deliveries to webhooks, chats and
 * mailboxes, and the acceptance of each, which the end of a lifetime waits for.
 */
@NullMarked
package dev.automat.notify;

import org.jspecify.annotations.NullMarked;
