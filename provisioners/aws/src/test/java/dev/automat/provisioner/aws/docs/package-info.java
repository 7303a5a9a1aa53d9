/**
 * What the plugin's README and its IAM policy say, against what the plugin is: descriptors, the
 * table of failures and the calls in the compiled classes come in; generated text goes out.
 */
@NullMarked
package dev.automat.provisioner.aws.docs;

import org.jspecify.annotations.NullMarked;
