/**
 * Tests about all modules at once, kept where all modules can be seen. In come the class files of
 * the house; out goes what breaks its plan.
 */
@NullMarked
package dev.automat;

import org.jspecify.annotations.NullMarked;
