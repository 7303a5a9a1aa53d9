/**
 * The platform team's configuration: {@code automat.yaml} and the {@code AUTOMAT_…} environment.
 * Text comes in; a {@link dev.automat.config.Configuration} goes out, or a {@link
 * dev.automat.document.DocumentException} that names the key.
 */
@NullMarked
package dev.automat.config;

import org.jspecify.annotations.NullMarked;
