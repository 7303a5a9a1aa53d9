/**
 * The AWS accounts of the configuration and their service clients. A scope comes in; a {@link
 * dev.automat.provisioner.aws.account.Place} goes out whose account AWS has confirmed.
 */
@NullMarked
package dev.automat.provisioner.aws.account;

import org.jspecify.annotations.NullMarked;
