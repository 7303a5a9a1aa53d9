package dev.automat.catalog;

import dev.automat.catalog.CatalogRecords.Activation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version of a module that has another content than the one that was published under its number.
 * What was made of that one names its digest, and could not be explained any more.
 *
 * @param version such as {@code Database postgres@1.0.0}
 * @param published the digest of what was active under that number
 * @param now the digest of what would be
 */
public record Republished(String version, String published, String now) {

  /**
   * All of a candidate.
   *
   * @param today what is active now
   * @param history what was active before, the newest first
   */
  public static List<Republished> in(
      BundleReport candidate, BundleReport today, Collection<Activation> history) {
    Map<String, String> published = new TreeMap<>(today.contents());
    history.forEach(past -> past.report().contents().forEach(published::putIfAbsent));
    List<Republished> found = new ArrayList<>();
    candidate
        .contents()
        .forEach(
            (version, now) -> {
              String before = published.getOrDefault(version, now);
              if (!before.equals(now)) {
                found.add(new Republished(version, before, now));
              }
            });
    return List.copyOf(found);
  }
}
