/**
 * What a plugin author implements, and nothing else: a {@link dev.automat.spi.ProvisionerPlugin}
 * names its resource types and opens a {@link dev.automat.spi.Provisioner}, whose types observe,
 * create, update, delete and list. What must exist comes in as records of JDK types; what the cloud
 * says goes out as an {@link dev.automat.spi.Observation} or a {@link
 * dev.automat.spi.ProvisionerException}.
 *
 * <p>Calls block, run on virtual threads, and are idempotent: the engine repeats any of them after
 * a crash, a timeout or a lost answer. {@code dev.automat.testkit.ProvisionerConformance} is the
 * test that a plugin keeps all of this.
 */
@NullMarked
package dev.automat.spi;

import org.jspecify.annotations.NullMarked;
