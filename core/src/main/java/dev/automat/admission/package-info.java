/**
 * Turns a request into a plan, or into everything that is wrong with it. Purely: the same request,
 * catalogue and configuration give the same bytes wherever it runs; what needs server state is in
 * {@link dev.automat.admission.LiveChecks}.
 */
@NullMarked
package dev.automat.admission;

import org.jspecify.annotations.NullMarked;
