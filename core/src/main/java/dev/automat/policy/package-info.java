/**
 * What the platform asks of every plan: rules that people write in YAML and CEL, and the waivers
 * that let a request through although it does not keep one. Documents and plans come in; verdicts
 * go out, the same for the same plan. It knows no catalogue: what rules may speak of is told to it.
 */
@NullMarked
package dev.automat.policy;

import org.jspecify.annotations.NullMarked;
