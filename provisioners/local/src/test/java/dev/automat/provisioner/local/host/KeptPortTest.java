package dev.automat.provisioner.local.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPortTest {

  @Test
  void aChosenPortIsKept(@TempDir Path directory) {
    KeptPort port = new KeptPort(directory.resolve("port"), 0, 21000, "key");
    int chosen = port.free();
    port.keep(chosen);
    KeptPort later = new KeptPort(directory.resolve("port"), 0, 22000, "key");
    assertEquals(chosen, later.settled().orElseThrow());
    assertEquals(chosen, later.free());
  }

  @Test
  void aKeptPortThatIsTakenIsNotExchanged(@TempDir Path directory) throws IOException {
    try (ServerSocket taken = taken()) {
      KeptPort port = new KeptPort(directory.resolve("port"), 0, taken.getLocalPort(), "the.key");
      assertNotEquals(taken.getLocalPort(), port.free(), "nothing is kept yet");
      port.keep(taken.getLocalPort());
      ProvisionerException refused = assertThrows(ProvisionerException.class, port::free);
      assertTrue(refused.nextStep().contains("the.key"));
    }
  }

  @Test
  void aConfiguredPortWinsAndIsNotKept(@TempDir Path directory) {
    Path file = directory.resolve("port");
    KeptPort port = new KeptPort(file, 23456, 21000, "key");
    port.keep(23456);
    assertEquals(23456, port.settled().orElseThrow());
    assertTrue(Files.notExists(file));
  }

  @Test
  void aBrokenFileIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("port"), "x");
    KeptPort port = new KeptPort(file, 0, 21000, "key");
    ProvisionerException refused = assertThrows(ProvisionerException.class, port::free);
    assertTrue(String.valueOf(refused.getMessage()).contains(file.toString()));
  }

  private static ServerSocket taken() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }
}
