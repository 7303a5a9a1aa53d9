package dev.automat.api.http;

import java.net.BindException;

/** The server can not listen; the message says what to do. */
public final class PortUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PortUnavailableException(String host, int port, BindException cause) {
    super(
        "can not listen on "
            + host
            + ":"
            + port
            + " ("
            + cause.getMessage()
            + "): another program has it. Stop that one, or choose another port with --port or"
            + " AUTOMAT_HTTP_PORT",
        cause);
  }
}
