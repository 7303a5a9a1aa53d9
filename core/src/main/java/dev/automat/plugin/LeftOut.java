package dev.automat.plugin;

import java.util.Optional;

/**
 * A plugin that is there and can not be used.
 *
 * @param name what its folder or jar is called, and so its name in configuration and modules
 * @param place where it is, for a person
 * @param digest of its jars, if they could be read
 * @param reason what is wrong and what to do
 */
public record LeftOut(String name, String place, Optional<String> digest, String reason) {}
