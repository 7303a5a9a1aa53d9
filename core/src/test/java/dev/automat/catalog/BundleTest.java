package dev.automat.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.document.DocumentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a bundle of a catalogue, and what is not. */
class BundleTest {

  private static final String KIND = "thing/kind.yaml";

  @TempDir Path directory;

  private static byte[] tar(String... paths) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String path : paths) {
      files.put(path, path.getBytes(StandardCharsets.UTF_8));
    }
    return TarFiles.write(files);
  }

  private static String refused(byte[] archive) {
    return String.valueOf(
        assertThrows(BundleRefusedException.class, () -> Bundle.ofArchive(archive)).getMessage());
  }

  @Test
  void theSameFilesHaveOneDigestHoweverTheyCome() throws IOException {
    GoldenCopy.in(directory);
    Bundle first = Bundle.ofDirectory(directory);
    Files.setLastModifiedTime(
        directory.resolve("database/kind.yaml"), FileTime.from(Instant.EPOCH));
    Files.createDirectory(directory.resolve(".git"));
    Files.writeString(directory.resolve(".git/HEAD"), "x");
    Bundle again = Bundle.ofDirectory(directory);

    assertEquals(first.digest(), again.digest());
    assertArrayEquals(first.archive(), again.archive());
    assertEquals(first.digest(), Bundle.ofArchive(first.archive()).digest());
    Files.writeString(directory.resolve("database/kind.yaml"), "x");
    assertNotEquals(first.digest(), Bundle.ofDirectory(directory).digest());
  }

  @Test
  void whatWasPackedLoadsAsTheDirectoryDid() throws IOException {
    GoldenCopy.in(directory);
    Catalog loaded =
        Bundle.ofArchive(Bundle.ofDirectory(directory).archive()).load(FakePlugins.local());
    Catalog before = Catalog.load(directory, FakePlugins.local());

    assertEquals(BundleReport.of(before).modules(), BundleReport.of(loaded).modules());
    assertEquals(
        before.module("Database", "postgres", Optional.empty()).orElseThrow().digest(),
        loaded.module("Database", "postgres", Optional.empty()).orElseThrow().digest());
  }

  @Test
  void whatIsWrongIsSaidWithoutWhereItWasUnpacked() {
    String said =
        assertThrows(
                DocumentException.class,
                () -> Bundle.ofArchive(tar(KIND)).load(FakePlugins.local()))
            .toString();

    assertTrue(said.contains("modules:1:1: holds no usable kind"), said);
    assertTrue(said.contains("modules/" + KIND + ":1:1: "), said);
    assertFalse(said.contains("automat-catalog"), said);
  }

  @Test
  void theDirectoryMayStandInItOrNot() {
    assertEquals(
        Bundle.ofArchive(tar(KIND)).digest(),
        Bundle.ofArchive(rooted("modules/" + KIND, KIND)).digest());
    assertEquals(
        Bundle.ofArchive(tar(KIND)).digest(), Bundle.ofArchive(rooted("./" + KIND, KIND)).digest());
  }

  private static byte[] rooted(String path, String content) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
    return TarFiles.write(files);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.yaml",
        "thing/../../evil.yaml",
        "/etc/evil.yaml",
        "thing//evil.yaml",
        "thing\\evil.yaml",
        "c:/evil.yaml",
        "thing/evil\n.yaml",
        "thing/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234"
            + "567890.yaml"
      })
  void aPathThatLeadsElsewhereIsRefused(String path) {
    assertTrue(refused(tar(KIND, path)).contains("can not be: it must lead downwards"), path);
  }

  @Test
  void linksAreRefused() throws IOException {
    byte[] archive = tar(KIND, "thing/link.yaml");
    int header = archive.length - 1024 - 1024;
    archive[header + 156] = '2';
    sum(archive, header);
    assertTrue(refused(archive).contains("a bundle has no links"), refused(archive));

    GoldenCopy.in(directory);
    Files.createSymbolicLink(directory.resolve("database/link.yaml"), Path.of("kind.yaml"));
    String reason =
        String.valueOf(
            assertThrows(BundleRefusedException.class, () -> Bundle.ofDirectory(directory))
                .getMessage());
    assertTrue(reason.contains("link.yaml"), reason);
  }

  /** The header's own sum, after it was changed. */
  private static void sum(byte[] archive, int header) {
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : archive[header + i] & 0xff;
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, archive, header + 148, digits.length);
  }

  @Test
  void whatUnpacksToTooMuchIsRefusedBeforeItIsRead() throws IOException {
    byte[] archive = tar(KIND);
    byte[] size = "77777777777\0".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(size, 0, archive, 124, size.length);
    sum(archive, 0);
    assertTrue(refused(zipped(archive)).contains("more than 16777216 bytes"));

    SortedMap<String, byte[]> zeros = new TreeMap<>();
    for (int i = 0; i < 5; i++) {
      zeros.put("thing/" + i + ".yaml", new byte[4 << 20]);
    }
    byte[] bomb = zipped(TarFiles.write(zeros));
    assertTrue(bomb.length < 100_000, "it is small: " + bomb.length);
    assertTrue(refused(bomb).contains("more than 16777216 bytes"));
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void tooManyFilesAreRefused() {
    String[] paths = new String[Bundle.MOST_FILES + 1];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = "thing/" + i + ".yaml";
    }
    assertTrue(refused(tar(paths)).contains("more than 2000 files"));
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    for (byte[] each :
        List.of(
            "{}".repeat(600).getBytes(StandardCharsets.UTF_8),
            new byte[0],
            zipped("nothing".getBytes(StandardCharsets.UTF_8)),
            tar("README.md"))) {
      assertTrue(!refused(each).isEmpty());
    }
    byte[] archive = tar(KIND);
    byte[] cut = java.util.Arrays.copyOf(archive, 520);
    assertTrue(refused(cut).contains("was it cut off?"), refused(cut));
    byte[] broken = Bundle.ofArchive(archive).archive();
    broken[broken.length - 6] ^= 1;
    assertTrue(refused(broken).contains("can not be unpacked"), refused(broken));
    assertTrue(refused(tar(KIND, "thing")).contains("thing is a file and a directory"));
  }

  @Test
  void eachWhoAsksForTheArchiveGetsOneOfItsOwn() throws IOException {
    Files.createDirectories(directory.resolve("queue"));
    Files.writeString(directory.resolve("queue/kind.yaml"), "kind: Queue");
    Files.writeString(directory.resolve("notes.txt"), "mine");
    Bundle bundle = Bundle.ofDirectory(directory, path -> path.startsWith("queue/"));
    assertEquals(1, bundle.size());
    bundle.archive()[0] ^= 1;
    assertEquals(bundle.digest(), Bundle.ofArchive(bundle.archive()).digest());
  }
}
