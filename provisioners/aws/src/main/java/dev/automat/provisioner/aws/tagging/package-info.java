/**
 * The Resource Groups Tagging API, which shows what carries a tag, of any service, a hundred at a
 * call. A place and a page's token come in; ARNs with their tags go out.
 */
@NullMarked
package dev.automat.provisioner.aws.tagging;

import org.jspecify.annotations.NullMarked;
