package dev.automat.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** The file that holds the keys: readable by its owner alone, complete or not there. */
public final class KeyFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private KeyFile() {}

  /**
   * Reads the file.
   *
   * @throws KeyUnavailableException if others than its owner may read it
   */
  static String read(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new KeyUnavailableException(
          "the key file "
              + file
              + " has mode "
              + PosixFilePermissions.toString(permissions)
              + ": run chmod 600 on it");
    }
    return Files.readString(file);
  }

  /**
   * Writes the file as a whole, on disk when this returns. If another process made it meanwhile,
   * that one stays.
   */
  public static void makeOnce(Path file, String keyset) throws IOException {
    Path directory = directoryOf(file.toAbsolutePath());
    Files.createDirectories(directory);
    Path draft = draft(directory, keyset);
    try {
      Files.createLink(file, draft);
      keepEntries(directory);
    } catch (FileAlreadyExistsException e) {
      // Somebody was faster with the same intention; theirs is read.
    } finally {
      Files.delete(draft);
    }
  }

  /** Replaces the file as a whole, on disk when this returns: a reader sees the old or the new. */
  static void replace(Path file, String keyset) throws IOException {
    // Where a link leads to, so that the link stays one.
    Path target = file.toRealPath();
    Path directory = directoryOf(target);
    Path draft = draft(directory, keyset);
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      keepEntries(directory);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A file is always in one. */
  private static Path directoryOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static Path draft(Path directory, String keyset) throws IOException {
    Path draft =
        Files.createTempFile(
            directory, "keys", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(keyset.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    return draft;
  }

  private static void keepEntries(Path directory) throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
