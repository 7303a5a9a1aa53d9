package dev.automat.identity;

import dev.automat.secret.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The token of whoever works on this machine: in a file of the data directory that its owner alone
 * can read. To change it, delete the file and start the server again.
 */
public final class LocalToken implements Prover {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** It is compared, not looked up, so there is nothing to look at again. */
  private static final Duration FRESH = Duration.ofDays(1);

  private final TokenDigest digest;

  private LocalToken(String token) {
    this.digest = TokenDigest.of(token);
  }

  /** Where it is. */
  public static Path file(Path dataDirectory) {
    return dataDirectory.resolve("token");
  }

  /**
   * Reads the file, and makes it if it is not there.
   *
   * @throws IllegalStateException if it can not be made or read, or others can read it, with what
   *     to do
   */
  public static LocalToken open(Path dataDirectory, RandomGenerator random) {
    Path file = file(dataDirectory);
    try {
      if (!Files.exists(file)) {
        KeyFile.makeOnce(file, MachineToken.next(random) + "\n");
      }
      return new LocalToken(
          read(dataDirectory).orElseThrow(() -> new NoSuchFileException(file.toString())));
    } catch (IOException e) {
      throw new IllegalStateException(
          "the file of the local token, " + file + ", can not be made or read: " + e, e);
    }
  }

  /**
   * The token itself, for a command on the same machine; empty if there is none.
   *
   * @throws IllegalStateException if others can read it
   */
  public static Optional<String> read(Path dataDirectory) throws IOException {
    Path file = file(dataDirectory);
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(permissions)) {
        throw new IllegalStateException(
            "the file of the local token, "
                + file
                + ", has mode "
                + PosixFilePermissions.toString(permissions)
                + ", so others may know it: delete it and start the server again, which makes a new"
                + " one");
      }
      String token = Files.readString(file).strip();
      if (!MachineToken.isWellFormed(token)) {
        throw new IllegalStateException(
            "the file of the local token, "
                + file
                + ", holds no token: delete it and start the server again, which makes a new one");
      }
      return Optional.of(token);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean takes(String token) {
    return TokenDigest.of(token).isSameAs(digest);
  }

  @Override
  public Proof prove(String token) {
    return new Proof(Caller.local(), FRESH);
  }
}
