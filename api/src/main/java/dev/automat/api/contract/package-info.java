/**
 * The OpenAPI contract, which was there first: what is mounted, checked and served comes from it.
 * The text of {@code openapi.yaml} comes in; operations with compiled schemas go out.
 */
@NullMarked
package dev.automat.api.contract;

import org.jspecify.annotations.NullMarked;
