package dev.automat.catalog;

import java.util.List;
import java.util.Optional;

/**
 * What people ask for.
 *
 * @param name PascalCase, such as {@code Database}
 * @param plural as in paths, such as {@code databases}
 * @param defaultModule the module of a request that names none
 * @param stateful whether it holds data that a replacement would lose
 * @param connection the keys of its connection
 */
public record Kind(
    String name,
    String plural,
    Optional<String> defaultModule,
    boolean stateful,
    List<String> connection) {}
