package dev.automat.catalog;

import dev.automat.schema.Schema.Problem;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The inputs of one request, everything that sets them taken together.
 *
 * @param values by input; those that are wrong are left out
 * @param origins by pointer such as {@code /inputs/storageGiB}, what set the value
 * @param leaves the variables that expressions read, such as {@code inputs.storageGiB}
 * @param problems what is wrong, with pointers into the inputs
 */
public record MergedInputs(
    Map<String, Object> values,
    SortedMap<String, String> origins,
    Map<String, Object> leaves,
    List<Problem> problems) {}
