/**
 * One handler for each operation of the contract, all of one shape: take the parameters out, call
 * one service, reply or throw a problem. Calls come in; replies go out; nothing is kept here.
 */
@NullMarked
package dev.automat.api.handler;

import org.jspecify.annotations.NullMarked;
