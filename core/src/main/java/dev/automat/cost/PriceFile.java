package dev.automat.cost;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A file of list prices: one service of one cloud in one region.
 *
 * @param name as it is called in complaints
 * @param cloud the provisioner's name
 * @param service as the cloud calls it
 * @param effective the day of which all its prices are known
 * @param source where they can be checked; empty only where all of them are nought
 */
public record PriceFile(
    String name,
    String cloud,
    String service,
    String region,
    String currency,
    LocalDate effective,
    Optional<String> source) {}
