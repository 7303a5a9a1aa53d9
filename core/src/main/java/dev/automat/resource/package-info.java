/**
 * The records that every other room speaks of: a resource with its spec, plan and status, its
 * events, and what is wrong with a request. Values come in from requests and from the store; JSON,
 * digests and problems go out. It knows no other room.
 */
@NullMarked
package dev.automat.resource;

import org.jspecify.annotations.NullMarked;
