package dev.automat.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Processor time of one row, in µs: what neighbours on the machine disturb least.
 *
 * @param here in this process
 * @param database in the processes of PostgreSQL
 * @param programs in what this process started and waited for; connecting is part of it
 */
record ProcessorTime(double here, double database, double programs) {

  /** Linux tells it to whoever reads files in hundredths of a second, whatever its own are. */
  private static final double TICK_MICROS = 10_000;

  /** Where user and system time stand in a line of {@code stat}, behind the program's name. */
  private static final int OWN = 11;

  /** Likewise of the children that ended and were waited for. */
  private static final int ENDED_CHILDREN = 13;

  /** All that was used until now; empty where the system does not tell. */
  static Optional<ProcessorTime> now(PostgresServer server) {
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return Optional.empty();
    }
    double database =
        ticks(server.pid(), OWN)
            + ticks(server.pid(), ENDED_CHILDREN)
            + ProcessHandle.of(server.pid()).stream()
                .flatMap(ProcessHandle::children)
                .mapToDouble(child -> ticks(child.pid(), OWN))
                .sum();
    double programs = ticks(ProcessHandle.current().pid(), ENDED_CHILDREN);
    return Optional.of(
        new ProcessorTime(ofThisProcess(), database * TICK_MICROS, programs * TICK_MICROS));
  }

  private static double ofThisProcess() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e3;
  }

  private static double ticks(long pid, int field) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] values = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return Double.parseDouble(values[field]) + Double.parseDouble(values[field + 1]);
    } catch (NoSuchFileException e) {
      // It ended after it was listed: its parent has it now.
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What one of so many rows took since {@code before}. */
  ProcessorTime since(ProcessorTime before, double rows) {
    return new ProcessorTime(
        (here - before.here) / rows,
        (database - before.database) / rows,
        (programs - before.programs) / rows);
  }

  /** Each part by itself. */
  static ProcessorTime median(List<ProcessorTime> times) {
    return new ProcessorTime(
        Figures.median(times.stream().map(ProcessorTime::here).toList()),
        Figures.median(times.stream().map(ProcessorTime::database).toList()),
        Figures.median(times.stream().map(ProcessorTime::programs).toList()));
  }

  double micros() {
    return here + database + programs;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f µs: Java %.1f, PostgreSQL %.1f, pgbench %.1f",
        micros(),
        here,
        database,
        programs);
  }
}
