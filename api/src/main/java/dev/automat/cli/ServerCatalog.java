package dev.automat.cli;

import dev.automat.catalog.Bundle;
import java.util.Optional;

/** The catalogues of a server. */
final class ServerCatalog {

  private ServerCatalog() {}

  /** The digest of the one that it works with; empty if its files can not be one bundle. */
  static Optional<String> active(ApiClient client) {
    return client.get("/v1/catalog").body().path("digest").asStringOpt();
  }

  /**
   * The files of a catalogue.
   *
   * @throws CommandException if what came has another digest
   */
  static Bundle pull(ApiClient client, String digest) {
    Bundle bundle =
        Bundle.ofArchive(client.bytes("/v1/catalog/bundles/" + ApiClient.encoded(digest)));
    if (!bundle.digest().equals(digest)) {
      throw new CommandException(
          "what should be " + digest + " is " + bundle.digest() + ": it was changed on its way");
    }
    return bundle;
  }
}
