/**
 * AWS KMS, by which Automat's own keys can be sealed. It has nothing to do with the accounts that
 * resources are made in: it is called as the process itself, in the region that the key's ARN
 * names.
 */
@NullMarked
package dev.automat.provisioner.aws.kms;

import org.jspecify.annotations.NullMarked;
