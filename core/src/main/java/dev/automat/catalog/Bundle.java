package dev.automat.catalog;

import dev.automat.document.Unreadable;
import dev.automat.plugin.InstalledPlugins;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A whole catalogue as one thing: kinds, modules, rules and prices. Its digest is the SHA-256 of
 * the tar archive that the same files always give, so that it does not depend on who packed them,
 * when, or with which compression. Hidden files are left away.
 */
public final class Bundle {

  /** Of all files together, unpacked. */
  static final long MOST_BYTES = 16L << 20;

  static final int MOST_FILES = 2000;

  private static final String ROOT = "modules/";

  /** What the name of a header has room for, with the root before it. */
  private static final int LONGEST_PATH = 99 - ROOT.length();

  private final SortedMap<String, byte[]> files;
  private final byte[] tar;
  private final String digest;
  private Optional<byte[]> compressed = Optional.empty();

  private Bundle(SortedMap<String, byte[]> found) {
    this.files = checked(withoutRoot(found));
    SortedMap<String, byte[]> rooted = new TreeMap<>();
    files.forEach((path, content) -> rooted.put(ROOT + path, content));
    this.tar = TarFiles.write(rooted);
    this.digest = OciLayout.digestOf(tar);
  }

  /**
   * The files below a directory.
   *
   * @throws BundleRefusedException if it is none, holds a link, or too much
   */
  public static Bundle ofDirectory(Path directory) {
    return ofDirectory(directory, _ -> true);
  }

  /**
   * As the other, of some of the files.
   *
   * @param part which, by their paths such as {@code queue/kind.yaml}
   * @throws BundleRefusedException as the other
   */
  public static Bundle ofDirectory(Path directory, Predicate<String> part) {
    if (!Files.isDirectory(directory)) {
      throw new BundleRefusedException("there is no directory " + directory);
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : found.sorted().toList()) {
        String path = directory.relativize(file).toString().replace('\\', '/');
        if (isHidden(path) || (!Files.isDirectory(file) && !part.test(path))) {
          continue;
        }
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          bytes += Files.size(file);
          requireRoom(bytes, files.size() + 1);
          files.put(path, Files.readAllBytes(file));
        } else if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new BundleRefusedException(
              file + " is neither a file nor a directory: a bundle has no links");
        }
      }
    } catch (UncheckedIOException e) {
      throw unreadable(directory, Unreadable.cause(e));
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
    return new Bundle(files);
  }

  private static BundleRefusedException unreadable(Path directory, IOException e) {
    return new BundleRefusedException(directory + " can not be read: " + Unreadable.why(e), e);
  }

  private static void requireRoom(long bytes, int count) {
    if (bytes > MOST_BYTES || count > MOST_FILES) {
      throw new BundleRefusedException(
          "a bundle has at most %d files of %d bytes together: is this the right directory?"
              .formatted(MOST_FILES, MOST_BYTES));
    }
  }

  /**
   * The files of a tar archive, compressed with gzip or not; the archive may hold the directory
   * {@code modules}, or what is in it.
   *
   * @throws BundleRefusedException if it is none, or holds what a bundle has not
   */
  public static Bundle ofArchive(byte[] archive) {
    try (InputStream in = opened(new ByteArrayInputStream(archive))) {
      return new Bundle(new TarFiles(in, MOST_BYTES, MOST_FILES).all());
    } catch (IOException e) {
      throw new BundleRefusedException("it can not be unpacked: " + e.getMessage(), e);
    }
  }

  private static InputStream opened(InputStream bytes) throws IOException {
    BufferedInputStream in = new BufferedInputStream(bytes);
    in.mark(2);
    int magic = in.read() | in.read() << 8;
    in.reset();
    return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in) : in;
  }

  private static SortedMap<String, byte[]> withoutRoot(SortedMap<String, byte[]> found) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    found.forEach(
        (path, content) -> {
          String plain = path.startsWith("./") ? path.substring(2) : path;
          if (!isHidden(plain) && files.put(plain, content) != null) {
            throw new BundleRefusedException(plain + " stands in it twice");
          }
        });
    boolean rooted = !files.isEmpty() && files.keySet().stream().allMatch(p -> p.startsWith(ROOT));
    if (!rooted) {
      return files;
    }
    SortedMap<String, byte[]> inner = new TreeMap<>();
    files.forEach((path, content) -> inner.put(path.substring(ROOT.length()), content));
    return inner;
  }

  private static boolean isHidden(String path) {
    return Stream.of(path.split("/", -1))
        .anyMatch(part -> part.startsWith(".") && !part.equals(".."));
  }

  private static SortedMap<String, byte[]> checked(SortedMap<String, byte[]> files) {
    files.keySet().forEach(path -> check(path, files));
    if (files.keySet().stream().noneMatch(path -> path.matches("[^/]+/kind\\.yaml"))) {
      throw new BundleRefusedException(
          "it holds no <kind>/kind.yaml: pack the directory with the kinds, or what is in it");
    }
    return Collections.unmodifiableSortedMap(files);
  }

  private static void check(String path, SortedMap<String, byte[]> files) {
    boolean plain =
        path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
            && path.matches("[^/\\\\\\p{Cntrl}:]+(/[^/\\\\\\p{Cntrl}:]+)*")
            && !List.of(path.split("/", -1)).contains("..");
    if (!plain) {
      throw new BundleRefusedException(
          "the path "
              + path.replaceAll("\\p{Cntrl}", "?")
              + " can not be: it must lead downwards, and have at most "
              + LONGEST_PATH
              + " characters");
    }
    for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
      if (files.containsKey(path.substring(0, at))) {
        throw new BundleRefusedException(path.substring(0, at) + " is a file and a directory");
      }
    }
  }

  /** {@code sha256:…}. */
  public String digest() {
    return digest;
  }

  /** The number of its files. */
  public int size() {
    return files.size();
  }

  /** As it is sent and stored: a tar archive, compressed with gzip, once. */
  public synchronized byte[] archive() {
    byte[] archive = compressed.orElseGet(this::compress);
    compressed = Optional.of(archive);
    return archive.clone();
  }

  private byte[] compress() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Loads it with these plugins.
   *
   * @throws dev.automat.document.DocumentException if it holds no usable kind
   */
  public Catalog load(InstalledPlugins plugins) {
    try {
      Path room = Files.createTempDirectory("automat-catalog");
      try {
        return new CatalogLoader(unpacked(room), "modules", plugins).load();
      } finally {
        remove(room);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a directory of the usual name, which stands in what is said of its files. */
  private Path unpacked(Path room) throws IOException {
    Path directory = Files.createDirectory(room.resolve("modules"));
    unpack(directory);
    return directory;
  }

  /** The paths of its files, such as {@code queue/kind.yaml}, in their order. */
  public Collection<String> paths() {
    return files.keySet();
  }

  /** Writes its files into a directory, over those of the same names. */
  public void unpack(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = directory.resolve(file.getKey());
      Files.createDirectories(target.resolve("..").normalize());
      Files.write(target, file.getValue());
    }
  }

  private static void remove(Path room) throws IOException {
    try (Stream<Path> all = Files.walk(room)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
