package dev.automat.catalog;

import java.util.Map;

/**
 * A size that people can ask for.
 *
 * @param vars what settings read as {@code size.…}; every size of a module has the same
 * @param inputs the inputs that it sets, unless something stronger does
 */
public record Size(String name, Map<String, Object> vars, Map<String, Object> inputs) {}
