package dev.automat.testkit.postgres;

import dev.automat.testkit.server.FreePort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs on the class path. Unpacking them takes seconds of a processor, so it is
 * done once for all test runs of a clone, below {@code target/tools}; each server of a test gets
 * links to them. Nobody may write to the files.
 */
public final class PostgresPrograms {

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final String KEPT_IN = "target/tools/postgres";

  private PostgresPrograms() {}

  /**
   * Puts {@code bin}, {@code lib} and {@code share} into the folder, which is made.
   *
   * @throws IllegalStateException if none are on the class path
   */
  public static void into(Path folder) {
    try {
      byte[] archive = archive();
      Optional<Path> repository = repository();
      if (repository.isEmpty()) {
        unpack(archive, folder);
      } else {
        link(kept(repository.get().resolve(KEPT_IN), archive), folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts them where the provisioner {@code local} looks for those that it unpacked before, and
   * keeps a port for its server. Nothing happens to what is there. On a platform for which there
   * are no programs, it unpacks its own.
   *
   * @param base the folder of its embedded server, which need not be there
   */
  public static void forProvisionerLocal(Path base) {
    try {
      FreePort.keepIn(base);
      if (PostgresPrograms.class.getResource(ARCHIVE) == null) {
        return;
      }
      Path programs = base.resolve("binaries-" + digest(archive()));
      if (!Files.isDirectory(programs)) {
        into(programs);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] archive() throws IOException {
    try (InputStream archive = PostgresPrograms.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new IllegalStateException(
            ARCHIVE + " is not on the class path: add zonky's binaries to the module's tests");
      }
      return archive.readAllBytes();
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(sha, 0, 6);
    } catch (NoSuchAlgorithmException failure) {
      throw new IllegalStateException("every JDK has SHA-256", failure);
    }
  }

  /** The topmost folder of the build that this runs in; tests of a module run in its folder. */
  private static Optional<Path> repository() {
    Optional<Path> found = Optional.empty();
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("pom.xml"))) {
        found = Optional.of(at);
      }
    }
    return found;
  }

  /** One process at a time unpacks; what was cut short has another name, and is not taken. */
  private static synchronized Path kept(Path tools, byte[] archive) throws IOException {
    Path programs = tools.resolve(digest(archive));
    if (Files.isDirectory(programs)) {
      return programs;
    }
    Files.createDirectories(tools);
    try (FileChannel channel =
            FileChannel.open(
                tools.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(programs)) {
        Path part = Files.createTempDirectory(tools, "part");
        unpack(archive, part);
        Files.move(part, programs, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return programs;
  }

  /** A link reaches the file also where another user may not pass through our folders. */
  private static void link(Path programs, Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(programs)) {
      for (Path each : tree.sorted(Comparator.naturalOrder()).toList()) {
        Path target = folder.resolve(programs.relativize(each).toString());
        if (Files.isSymbolicLink(each)) {
          Files.createSymbolicLink(target, Files.readSymbolicLink(each));
        } else if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          linkOrCopy(each, target);
        }
      }
    }
  }

  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (FileSystemException | UnsupportedOperationException elsewhere) {
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static void unpack(byte[] archive, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, into.resolve(entry.getName()));
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
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
