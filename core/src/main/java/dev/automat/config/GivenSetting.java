package dev.automat.config;

/**
 * A setting given beside the file, such as by an environment variable or a command-line option.
 *
 * @param key the key as a path, such as {@code http.port}
 * @param value as text
 * @param place how to call it in complaints, such as {@code AUTOMAT_HTTP_PORT}
 */
public record GivenSetting(String key, String value, String place) {}
