/** Runs the conformance kit on the template, which is also how a plugin author runs it. */
@NullMarked
package dev.automat.provisioner.template;

import org.jspecify.annotations.NullMarked;
