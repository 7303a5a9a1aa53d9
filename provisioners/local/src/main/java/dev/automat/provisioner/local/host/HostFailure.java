package dev.automat.provisioner.local.host;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;

/** Failures of this machine, in the SPI's terms. */
public final class HostFailure {

  /** A file of the plugin could not be read or written. */
  private static final ErrorCode FILES = new ErrorCode("local-files", ErrorType.EXTERNAL);

  private HostFailure() {}

  /** A file or directory could not be used; the operating system's message is kept. */
  public static ProvisionerException files(String what, IOException failure) {
    return new ProvisionerException(
        FILES,
        what + ": " + failure,
        "check that Automat may write to its data directory and that its disk is not full",
        failure);
  }

  /** The engine's deadline came, or Automat is shutting down. Keeps the thread's interrupt. */
  public static ProvisionerException interrupted(String what, InterruptedException failure) {
    Thread.currentThread().interrupt();
    return new ProvisionerException(
        ErrorCode.UNREACHABLE, what + " was interrupted", "nothing; it is tried again", failure);
  }
}
