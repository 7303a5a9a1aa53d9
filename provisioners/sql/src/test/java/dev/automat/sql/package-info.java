/** Tests of users in real databases: what both engines keep, and what each keeps besides. */
@NullMarked
package dev.automat.sql;

import org.jspecify.annotations.NullMarked;
