/** Tests of the accounts: which are reached, and which are refused. */
@NullMarked
package dev.automat.provisioner.aws.account;

import org.jspecify.annotations.NullMarked;
