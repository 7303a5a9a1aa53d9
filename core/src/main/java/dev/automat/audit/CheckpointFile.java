package dev.automat.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checkpoints, one a line, only ever appended. It vouches for as much as its place does: on another
 * machine, or where nothing can be taken away, whoever changes the database can not change it too.
 */
public final class CheckpointFile {

  private final Path file;

  public CheckpointFile(Path file) {
    this.file = file;
  }

  /** Where it is if nothing else is configured. */
  public static Path in(Path dataDirectory) {
    return dataDirectory.resolve("audit-checkpoints.jsonl");
  }

  /** On the disk when it returns. */
  void append(Checkpoint checkpoint) throws IOException {
    boolean cutShort = !endsWithLine();
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      String text = (cutShort ? "\n" : "") + checkpoint.text() + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Whoever was killed while appending left half a line. */
  private boolean endsWithLine() throws IOException {
    if (!Files.exists(file)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() == 0
          || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n');
    }
  }

  /** The last one that is whole. */
  Optional<Checkpoint> last() throws IOException {
    return read().checkpoints().reversed().stream().findFirst();
  }

  /**
   * All of it.
   *
   * @throws UncheckedIOException if it can not be read; a file that is not there is empty
   */
  public Content read() {
    List<Checkpoint> checkpoints = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      try {
        checkpoints.add(Checkpoint.parse(lines.get(i)));
      } catch (IllegalArgumentException e) {
        broken.add(file + ", line " + (i + 1) + ": " + e.getMessage());
      }
    }
    return new Content(List.copyOf(checkpoints), List.copyOf(broken));
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /**
   * What is in it.
   *
   * @param broken lines that are no checkpoints, with file, number and reason
   */
  public record Content(List<Checkpoint> checkpoints, List<String> broken) {}
}
