package dev.automat.spi;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param items what stands there and carries our installation
 * @param next token of the next page; empty on the last
 */
public record ListPage(List<Listed> items, Optional<String> next) {

  public ListPage {
    items = List.copyOf(items);
  }

  /**
   * One object of a list.
   *
   * @param externalName its name in the cloud
   * @param uid the uid that it carries, where the list shows it
   * @param observed what the list shows of it; tags and settings are empty where the list is not
   *     that deep
   */
  public record Listed(String externalName, Optional<String> uid, Observation.Present observed) {}
}
