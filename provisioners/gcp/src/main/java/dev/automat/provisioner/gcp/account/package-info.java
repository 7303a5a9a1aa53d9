/**
 * The accounts of the configuration, their credentials and their service clients. A scope comes in;
 * a {@link dev.automat.provisioner.gcp.account.Place} goes out, with the project that every call
 * names.
 */
@NullMarked
package dev.automat.provisioner.gcp.account;

import org.jspecify.annotations.NullMarked;
