package dev.automat.catalog;

import dev.automat.spi.TypeDescriptor.Change;
import java.util.SortedMap;

/**
 * What a change of one input means for a resource that exists.
 *
 * @param immutable the module refuses it
 * @param growOnly the module lets the number only become larger
 * @param changes by provisioner, what the hardest of the settings made from it costs; only of
 *     provisioners that are installed
 */
public record InputMarks(boolean immutable, boolean growOnly, SortedMap<String, Change> changes) {}
