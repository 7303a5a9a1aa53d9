package dev.automat.catalog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The regular files of a tar archive, in memory: POSIX ustar and pax (IEEE Std 1003.1, pax), and
 * the long names of GNU tar. Whatever is neither a file nor a directory is refused: a link could
 * lead anywhere.
 */
final class TarFiles {

  private static final int BLOCK = 512;

  private final InputStream in;
  private final long mostBytes;
  private final int mostFiles;
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private long read;
  private Optional<String> longName = Optional.empty();

  /**
   * @param mostBytes of the archive as a whole, however much it was compressed
   */
  TarFiles(InputStream in, long mostBytes, int mostFiles) {
    this.in = in;
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /**
   * By their paths as they stand in the archive.
   *
   * @throws BundleRefusedException if it is no such archive, or there is too much of it
   */
  SortedMap<String, byte[]> all() throws IOException {
    while (true) {
      byte[] header = in.readNBytes(BLOCK);
      count(header.length);
      if (header.length < BLOCK || isZero(header)) {
        rest();
        return files;
      }
      checkSum(header);
      entry(header, size(header));
    }
  }

  /** To the end, where a compressed archive has its sum. */
  private void rest() throws IOException {
    byte[] padding = new byte[8192];
    for (int length = in.read(padding); length >= 0; length = in.read(padding)) {
      count(length);
    }
  }

  private void entry(byte[] header, long size) throws IOException {
    switch ((char) header[156]) {
      case '0', '\0' -> file(name(header), content(size));
      case '5' -> {
        content(size);
        longName = Optional.empty();
      }
      case 'g' -> content(size);
      case 'x' ->
          paxPath(new String(content(size), StandardCharsets.UTF_8))
              .ifPresent(path -> longName = Optional.of(path));
      case 'L' ->
          longName =
              Optional.of(new String(content(size), StandardCharsets.UTF_8).replace("\0", ""));
      default ->
          throw new BundleRefusedException(
              name(header) + " is neither a file nor a directory: a bundle has no links");
    }
  }

  private void file(String name, byte[] content) {
    longName = Optional.empty();
    if (files.size() == mostFiles) {
      throw new BundleRefusedException("there are more than " + mostFiles + " files in it");
    }
    if (files.put(name, content) != null) {
      throw new BundleRefusedException(name + " stands in it twice");
    }
  }

  private byte[] content(long size) throws IOException {
    count(size);
    byte[] content = in.readNBytes((int) size);
    int padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
    count(padding);
    if (content.length < size || in.readNBytes(padding).length < padding) {
      throw new BundleRefusedException("it ends in the middle of a file: was it cut off?");
    }
    return content;
  }

  /** Before anything is read: nobody can make it use more memory than that. */
  private void count(long more) {
    read += more;
    if (more > mostBytes || read > mostBytes) {
      throw new BundleRefusedException(
          "there are more than " + mostBytes + " bytes in it, unpacked");
    }
  }

  private String name(byte[] header) {
    return longName.orElseGet(
        () -> {
          String name = text(header, 0, 100);
          String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
          return prefix.isEmpty() ? name : prefix + "/" + name;
        });
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long size(byte[] header) {
    return octal(header, 124, 12);
  }

  private static long octal(byte[] header, int from, int length) {
    String digits = text(header, from, length).strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw new BundleRefusedException("it is no tar archive: a number in it is none");
    }
    return Long.parseLong(digits, 8);
  }

  private static void checkSum(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != octal(header, 148, 8)) {
      throw new BundleRefusedException("it is no tar archive, or was damaged on its way");
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte each : block) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** Records are {@code "<length> <key>=<value>\n"}. */
  private static Optional<String> paxPath(String records) {
    return records
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .filter(record -> record.startsWith("path="))
        .map(record -> record.substring("path=".length()))
        .reduce((first, last) -> last);
  }

  /** The archive of these files that is the same wherever and whenever it is made. */
  static byte[] write(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      out.writeBytes(header(file.getKey(), file.getValue().length));
      out.writeBytes(file.getValue());
      out.writeBytes(new byte[(BLOCK - file.getValue().length % BLOCK) % BLOCK]);
    }
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(size));
    put(header, 136, "00000000000\0");
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar\0");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
