package dev.automat.bench;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Where the programs of PostgreSQL are: on this machine, else those on the class path. */
record PostgresPrograms(Path directory) {

  /** Debian and Fedora keep them off the PATH; each has a directory for each version. */
  private static final List<String> KNOWN_DIRECTORIES =
      List.of("/usr/lib/postgresql", "/usr/local", "/usr", "/opt/homebrew/opt");

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  /**
   * On the PATH or in a known directory, those with pgbench first; else those on the class path,
   * which have none.
   */
  static PostgresPrograms find(Workspace workspace) {
    return candidates()
        .filter(directory -> Files.isExecutable(directory.resolve("initdb")))
        .map(PostgresPrograms::new)
        .min(Comparator.comparing(programs -> programs.pgbench().isEmpty()))
        .orElseGet(() -> new PostgresPrograms(unpack(workspace.sub("postgresql")).resolve("bin")));
  }

  private static Stream<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    for (String entry :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
      candidates.add(Path.of(entry));
    }
    for (String known : KNOWN_DIRECTORIES) {
      candidates.addAll(versions(Path.of(known)));
    }
    return candidates.stream();
  }

  private static List<Path> versions(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> below = Files.list(directory)) {
      return below.sorted(Comparator.reverseOrder()).map(each -> each.resolve("bin")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Absent among those on the class path. */
  Optional<Path> pgbench() {
    return Optional.of(directory.resolve("pgbench")).filter(Files::isExecutable);
  }

  String path(String program) {
    return directory.resolve(program).toString();
  }

  private static Path unpack(Path home) {
    InputStream archive = PostgresPrograms.class.getResourceAsStream(ARCHIVE);
    if (archive == null) {
      throw new IllegalStateException(
          "there is no PostgreSQL on this machine, and none for it on the class path");
    }
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, home.resolve(entry.getName()));
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
