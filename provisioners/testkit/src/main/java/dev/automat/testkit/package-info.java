/**
 * What a plugin is tested with: the conformance kit that every plugin must pass, and clouds that
 * are fakes and say so. A plugin and a {@link dev.automat.testkit.ConformanceHarness} come in,
 * JUnit results go out; for tests of the engine, {@link dev.automat.testkit.HostileCloud} and
 * {@link dev.automat.testkit.CountingPlugin} stand in for real clouds and keep evidence of what was
 * done to them.
 */
@NullMarked
package dev.automat.testkit;

import org.jspecify.annotations.NullMarked;
