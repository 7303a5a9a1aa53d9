package dev.automat.provisioner.local.host;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The port of an embedded server on the loopback address: the configured one, or one that was found
 * free at the first start and is kept in a file, because applications were told of it.
 *
 * @param file where a chosen port is kept
 * @param configured the configured port; 0 to choose
 * @param firstChoice where the search for a free port starts; below 32768, where systems take the
 *     ports of outgoing connections from
 * @param key the configuration key, for messages
 */
public record KeptPort(Path file, int configured, int firstChoice, String key) {

  private static final int SEARCHED = 500;
  private static final ErrorCode PORT_TAKEN = new ErrorCode("port-taken", ErrorType.EXTERNAL);

  /** The port that is settled already: configured, or kept from an earlier start. */
  public OptionalInt settled() {
    if (configured > 0) {
      return OptionalInt.of(configured);
    }
    try {
      return Files.exists(file)
          ? OptionalInt.of(Integer.parseInt(Files.readString(file).strip()))
          : OptionalInt.empty();
    } catch (IOException | NumberFormatException failure) {
      throw new ProvisionerException(
          PORT_TAKEN,
          "can not read the kept port from " + file + ": " + failure.getMessage(),
          "write the port number into that file, or set " + key,
          failure);
    }
  }

  /**
   * A port that is free now: the settled one, or else the first free one.
   *
   * @throws ProvisionerException if the settled one is taken by somebody else, or none is free
   */
  public int free() {
    OptionalInt settled = settled();
    if (settled.isPresent()) {
      if (!isFree(settled.getAsInt())) {
        throw taken(settled.getAsInt());
      }
      return settled.getAsInt();
    }
    for (int port = firstChoice; port < firstChoice + SEARCHED; port++) {
      if (isFree(port)) {
        return port;
      }
    }
    throw taken(firstChoice);
  }

  /** Keeps a chosen port. A configured one needs no keeping. */
  public void keep(int port) {
    if (configured > 0) {
      return;
    }
    try {
      Files.writeString(file, Integer.toString(port));
    } catch (IOException failure) {
      throw HostFailure.files("can not keep the port " + port, failure);
    }
  }

  /** The failure that the port is taken by another program. */
  public ProvisionerException taken(int port) {
    return new ProvisionerException(
        PORT_TAKEN,
        "port " + port + " on 127.0.0.1 is taken by another program",
        "end that program, or set " + key + " to a free port");
  }

  /** Whether it is {@link #taken}. */
  public static boolean isTaken(ProvisionerException failure) {
    return failure.code().equals(PORT_TAKEN);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
