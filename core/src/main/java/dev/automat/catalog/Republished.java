package dev.automat.catalog;

import dev.automat.catalog.CatalogRecords.Activation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A version of a module that has another content than the one that was published under its number.
 * What was made of that one names its digest, and could not be explained any more.
 *
 * @param version such as {@code Database postgres@1.0.0}
 * @param published the digest of what was active under that number, as plans name it; empty if it
 *     was active before that was kept
 * @param now the digest of what would be
 */
public record Republished(String version, Optional<String> published, String now) {

  /**
   * All of a candidate.
   *
   * @param today what is active now
   * @param history what was active before, the newest first
   */
  public static List<Republished> in(
      BundleReport candidate, BundleReport today, Collection<Activation> history) {
    Map<String, Content> published = new TreeMap<>();
    Stream.concat(Stream.of(today), history.stream().map(Activation::report))
        .forEach(
            report ->
                report
                    .contents()
                    .forEach(
                        (version, content) ->
                            published.putIfAbsent(version, Content.of(content, version, report))));
    List<Republished> found = new ArrayList<>();
    candidate
        .digests()
        .forEach(
            (version, now) ->
                Optional.ofNullable(published.get(version))
                    .filter(before -> !before.compared().equals(candidate.contents().get(version)))
                    .ifPresent(
                        before -> found.add(new Republished(version, before.digest(), now))));
    return List.copyOf(found);
  }

  /**
   * What was active under a number.
   *
   * @param compared over what must never change; nobody else sees it
   * @param digest what people see
   */
  private record Content(String compared, Optional<String> digest) {

    static Content of(String compared, String version, BundleReport report) {
      return new Content(compared, Optional.ofNullable(report.digests().get(version)));
    }
  }
}
