package dev.automat.intake;

import java.util.Optional;

/**
 * What is asked for of a binding, as it was written.
 *
 * @param consumer what the team calls the application
 * @param actor who asks
 * @param access {@code read} or {@code readwrite}
 * @param overlap such as {@code 1h}
 */
public record BindingRequest(
    String consumer,
    String actor,
    Optional<String> access,
    Optional<String> principal,
    Optional<String> overlap) {}
