/**
 * Proves the test kit itself: the clouds do what they say, the conformance kit passes correct
 * plugins and fails those that break one rule.
 */
@NullMarked
package dev.automat.testkit;

import org.jspecify.annotations.NullMarked;
