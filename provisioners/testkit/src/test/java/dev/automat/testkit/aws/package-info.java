/** The stand-in for AWS, tried with AWS's own clients. */
@NullMarked
package dev.automat.testkit.aws;

import org.jspecify.annotations.NullMarked;
