/**
 * The tenants: what is said of a team, by the configuration, over HTTP or by a synced file; who is
 * in it; what it offers to another. Documents and files come in; teams by their id, roles of
 * identities and outcomes of changes go out.
 */
@NullMarked
package dev.automat.team;

import org.jspecify.annotations.NullMarked;
