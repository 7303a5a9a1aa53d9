package dev.automat.engine;

import dev.automat.resource.Binding;
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

  /**
   * The connection of one binding of the resource, with the newest secret that is valid: the keys
   * that its type has, with {@code type}, {@code provider} and {@code reachableFrom}.
   *
   * @throws NotConnectableException if there is none yet; the message says why
   */
  Map<String, String> connect(Resource resource, Binding binding);

  /** There is nothing to connect to yet, or no longer. */
  final class NotConnectableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotConnectableException(String message) {
      super(message);
    }
  }
}
