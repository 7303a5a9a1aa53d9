package dev.automat.provisioner.template;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Scope;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Step 2 of the walk: the way to the cloud, in the place of a vendor's client. All that a cloud can
 * answer is turned into SPI words here, once, and nowhere else.
 */
final class FolderCloud {

  static final String INBOX = "inbox";

  /** What the inbox is called while nobody may use it. A real cloud takes permissions away. */
  private static final String SHUT = "inbox.shut";

  private static final String SNAPSHOTS = ".snapshots";
  private static final String LABEL = "label.properties";

  private interface Call<T> {
    T run() throws IOException;
  }

  private final Path root;

  FolderCloud(Path root) {
    this.root = root;
  }

  Path path(Scope scope, String name) {
    return root.resolve(scope.account()).resolve(scope.region()).resolve(name);
  }

  /**
   * What is written on the folder: no entries if it has no label. Empty only if the folder is not
   * there and the disk is, for an unreachable cloud must never look like an absence.
   */
  Optional<Properties> label(Path folder) {
    return call(
        () -> {
          if (Files.isDirectory(folder)) {
            return Optional.of(read(folder.resolve(LABEL)));
          }
          // Asked after the folder: had the disk gone away between the two, this would see it.
          requireRoot();
          return Optional.empty();
        });
  }

  /** Makes the folder, or goes on making it where an earlier attempt, or another thread, ended. */
  void make(Path folder, Properties label) {
    call(
        () -> {
          requireRoot();
          Files.createDirectories(folder.resolve(INBOX));
          write(folder, label);
          return folder;
        });
  }

  /** Replaces the label in one step: a reader sees the old one or the new one. */
  void relabel(Path folder, Properties label) {
    call(
        () -> {
          requireRoot();
          write(folder, label);
          return folder;
        });
  }

  /** Deletes children first, so that what is left after a crash is still found, and still ours. */
  void delete(Path folder) {
    deleteTree(folder);
    deleteTree(part(folder));
  }

  private void deleteTree(Path folder) {
    call(
        () -> {
          requireRoot();
          try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
              Files.deleteIfExists(path);
            }
          } catch (NoSuchFileException gone) {
            // Somebody was faster. What is gone already is success.
            return folder;
          }
          return folder;
        });
  }

  /** Takes the content away from where it is used, or puts it back; what is done is success. */
  void shut(Path folder, boolean shut) {
    call(
        () -> {
          requireRoot();
          Path from = folder.resolve(shut ? INBOX : SHUT);
          if (Files.exists(from)) {
            Files.move(from, folder.resolve(shut ? SHUT : INBOX), StandardCopyOption.ATOMIC_MOVE);
          }
          return folder;
        });
  }

  /** Where the snapshot of that name is kept: in no scope, so that no list shows it. */
  Path snapshot(Scope scope, String name) {
    return root.resolve(SNAPSHOTS).resolve(scope.account()).resolve(scope.region()).resolve(name);
  }

  /**
   * Copies a folder with its content, which can be used in the copy. Elsewhere first: what has the
   * name is complete.
   */
  void copy(Path from, Path to, Properties label) {
    Path part = part(to);
    deleteTree(part);
    call(
        () -> {
          requireRoot();
          makeAround(part);
          makeAround(to);
          try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
              Files.copy(path, part.resolve(from.relativize(path).toString()));
            }
          }
          write(part, label);
          return part;
        });
    shut(part, false);
    call(() -> Files.move(part, to, StandardCopyOption.ATOMIC_MOVE));
  }

  private static void makeAround(Path path) throws IOException {
    Files.createDirectories(Optional.ofNullable(path.getParent()).orElseThrow());
  }

  private Path part(Path whole) {
    return root.resolve(SNAPSHOTS).resolve("parts").resolve(whole.getFileName());
  }

  /** The names in a scope, in an order that stays the same from page to page. */
  List<String> names(Scope scope) {
    return call(
        () -> {
          requireRoot();
          Path place = path(scope, "");
          if (!Files.isDirectory(place)) {
            return List.of();
          }
          try (Stream<Path> folders = Files.list(place)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
          }
        });
  }

  private void requireRoot() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException(root + " is not there");
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties label = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      label.load(reader);
    } catch (NoSuchFileException unlabelled) {
      // Half made, half deleted, or its label was taken off: its name still says whose it is.
      return label;
    }
    return label;
  }

  private static void write(Path folder, Properties label) throws IOException {
    Path draft = Files.createTempFile(folder, "draft", null);
    try (Writer writer = Files.newBufferedWriter(draft)) {
      label.store(writer, null);
    }
    Files.move(draft, folder.resolve(LABEL), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether the call took effect is not known when it fails: that is what EXTERNAL says. */
  private static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (FileAlreadyExistsException inTheWay) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          inTheWay.getFile() + " is a file",
          "move it away, or ask under another name",
          inTheWay);
    } catch (IOException failure) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE,
          failure.toString(),
          "look at the disk; it is tried again",
          failure);
    }
  }
}
