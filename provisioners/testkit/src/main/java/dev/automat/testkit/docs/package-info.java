/**
 * Parts of a page that are made of the code, so that they can not say something else. A type's
 * descriptor comes in; Markdown goes out, and a test that compares.
 */
@NullMarked
package dev.automat.testkit.docs;

import org.jspecify.annotations.NullMarked;
