package dev.automat.engine;

import dev.automat.resource.Resource;
import java.util.Map;

/** What applications connect with, secrets included: for the one route that may show them. */
public interface Connections {

  /**
   * The connection of a resource by the keys that its type has.
   *
   * @throws NotConnectableException if there is none yet; the message says why
   */
  Map<String, String> connect(Resource resource);

  /** There is nothing to connect to yet, or no longer. */
  final class NotConnectableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotConnectableException(String message) {
      super(message);
    }
  }
}
