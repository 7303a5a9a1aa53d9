/**
 * Which keys the replicas have, which of them seals, and what is sealed with which. Ids of keys
 * come in and go out; keys themselves stay in {@link dev.automat.secret}.
 */
@NullMarked
package dev.automat.keys;

import org.jspecify.annotations.NullMarked;
