package dev.automat.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where the server of a data directory listens, in a file of it: commands send the token beside it
 * there and nowhere else.
 */
public final class AddressFile implements AutoCloseable {

  private final Path file;

  private AddressFile(Path file) {
    this.file = file;
  }

  private static Path file(Path dataDirectory) {
    return dataDirectory.resolve("server");
  }

  /** Writes it, in one piece. */
  static AddressFile write(Path dataDirectory, String url) {
    Path file = file(dataDirectory);
    try {
      Files.createDirectories(dataDirectory);
      Path draft = Files.createTempFile(dataDirectory, "server", ".new");
      Files.writeString(draft, url + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      return new AddressFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can not write " + file, e);
    }
  }

  /** The URL; empty if no server runs with that directory. */
  public static Optional<String> read(Path dataDirectory) {
    try {
      return Optional.of(Files.readString(file(dataDirectory)).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("can not read " + file(dataDirectory), e);
    }
  }

  /** From now on nobody listens there. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
