package dev.automat.trial;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks for secrets in bytes of any sort: as they are, in UTF-16, in base64 wherever in the encoded
 * text they begin, URL-encoded, escaped for JSON, and in hexadecimal digits.
 */
final class CanarySearch {

  @SuppressWarnings("ArrayRecordComponent") // only its bytes are compared, never the record
  private record Pattern(String name, byte[] bytes) {}

  /** By the first two bytes, so that a file is gone through once for all patterns. */
  private final List<List<Pattern>> patterns =
      new ArrayList<>(Collections.nCopies(1 << 16, List.of()));

  /** Adds a secret; the name is what is reported. */
  CanarySearch add(String name, String secret) {
    if (secret.length() < 12) {
      throw new IllegalArgumentException(name + " is too short: it would be found by chance");
    }
    byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
    addPattern(name + " in UTF-16", secret.getBytes(StandardCharsets.UTF_16BE));
    addPattern(name + " in UTF-16", secret.getBytes(StandardCharsets.UTF_16LE));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    for (String encoded : List.of(url, url.replace("+", "%20"))) {
      addUnlessPlain(name + " URL-encoded", encoded, secret);
    }
    addUnlessPlain(name + " in JSON", secret.replace("\\", "\\\\").replace("\"", "\\\""), secret);
    return add(name, plain);
  }

  /** Adds a secret that is no text. */
  CanarySearch add(String name, byte[] secret) {
    addPattern(name, secret);
    String hex = HexFormat.of().formatHex(secret);
    addText(name + " in hex", hex);
    addText(name + " in hex", hex.toUpperCase(Locale.ROOT));
    addBase64(name + " in base64", secret, Base64.getEncoder());
    addBase64(name + " in base64", secret, Base64.getUrlEncoder());
    return this;
  }

  /** What stands before a secret decides how it is cut into groups of three bytes. */
  private void addBase64(String name, byte[] secret, Base64.Encoder encoder) {
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      String encoded = encoder.withoutPadding().encodeToString(shifted);
      int clean = (before * 8 + 5) / 6;
      int whole = shifted.length * 8 / 6;
      addText(name, encoded.substring(clean, whole));
    }
  }

  private void addUnlessPlain(String name, String encoded, String secret) {
    if (!encoded.equals(secret)) {
      addText(name, encoded);
    }
  }

  private void addText(String name, String text) {
    addPattern(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void addPattern(String name, byte[] bytes) {
    int start = firstTwo(bytes, 0);
    List<Pattern> all = new ArrayList<>(patterns.get(start));
    all.add(new Pattern(name, bytes));
    patterns.set(start, all);
  }

  private static int firstTwo(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  /** The names of the secrets that are in there, with the form in which they were found. */
  Set<String> in(byte[] bytes) {
    Set<String> found = new TreeSet<>();
    for (int at = 0; at + 1 < bytes.length; at++) {
      for (Pattern pattern : patterns.get(firstTwo(bytes, at))) {
        int end = at + pattern.bytes.length;
        if (end <= bytes.length
            && Arrays.equals(bytes, at, end, pattern.bytes, 0, pattern.bytes.length)) {
          found.add(pattern.name);
        }
      }
    }
    return found;
  }

  Set<String> in(String text) {
    return in(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The files below a directory that hold a secret, by their paths in it. */
  Map<String, Set<String>> inFiles(Path directory) throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        Set<String> names = in(Files.readAllBytes(file));
        if (!names.isEmpty()) {
          found.put(directory.relativize(file).toString(), names);
        }
      }
    }
    return found;
  }
}
