package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.host.HostFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server writes of itself into its data directory ({@code postmaster.pid};
 * PostgreSQL's miscadmin.h names the lines).
 *
 * @param pid of the server's first process
 * @param port where it listens
 */
record PostmasterFile(long pid, int port) {

  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;

  static Path in(Path data) {
    return data.resolve("postmaster.pid");
  }

  /** Empty if no server runs, or it is only beginning to. */
  static Optional<PostmasterFile> read(Path data) {
    try {
      Path file = in(data);
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.size() > PORT_LINE
          ? Optional.of(
              new PostmasterFile(
                  Long.parseLong(lines.get(PID_LINE).strip()),
                  Integer.parseInt(lines.get(PORT_LINE).strip())))
          : Optional.empty();
    } catch (IOException failure) {
      throw HostFailure.files("can not read " + in(data), failure);
    }
  }

  /**
   * Whether that process is still a PostgreSQL server. A number can be given to another program
   * after a restart of the machine; and a dead server stays in the process table where nobody
   * collects it, as in a container whose first process is Automat.
   */
  boolean isAlive() {
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      return false;
    }
    Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
    try {
      return !Files.isDirectory(Path.of("/proc/self"))
          || new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8)
              .contains("postgres");
    } catch (IOException endedMeanwhile) {
      return false;
    }
  }
}
