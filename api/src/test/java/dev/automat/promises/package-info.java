/**
 * What each kind promises on each cloud. The golden paths and what the plugins say of their types
 * come in; a page for people goes out, which is compared with the one in {@code docs}.
 */
@NullMarked
package dev.automat.promises;

import org.jspecify.annotations.NullMarked;
