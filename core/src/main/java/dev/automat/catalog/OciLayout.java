package dev.automat.catalog;

import dev.automat.document.Unreadable;
import dev.automat.resource.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A bundle as an OCI artifact: an image whose one layer is the archive (OCI Image Format 1.1:
 * image-layout.md, manifest.md, descriptor.md). Whatever is fetched by a descriptor must have its
 * digest and its size.
 */
public final class OciLayout {

  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /** An index may lead to one more. */
  private static final int DEEPEST = 2;

  private final Function<String, byte[]> blobs;
  private final Optional<String> tag;

  /**
   * @param blobs the bytes of a digest
   * @param tag which of several; empty: there must be one
   */
  public OciLayout(Function<String, byte[]> blobs, Optional<String> tag) {
    this.blobs = blobs;
    this.tag = tag;
  }

  /** Whether a directory is an image layout. */
  public static boolean isOne(Path directory) {
    return Files.isRegularFile(directory.resolve("oci-layout"));
  }

  /**
   * The bundle of an image layout.
   *
   * @throws BundleRefusedException if there is none in it, or something has another digest
   */
  public static Bundle read(Path directory, Optional<String> tag) {
    OciLayout layout =
        new OciLayout(
            digest -> file(directory.resolve("blobs").resolve(digest.replace(':', '/'))), tag);
    return layout.bundle(file(directory.resolve("index.json")));
  }

  private static byte[] file(Path file) {
    try {
      if (Files.size(file) > Bundle.MOST_BYTES) {
        throw new BundleRefusedException(file + " is too large for a bundle");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BundleRefusedException(file + " can not be read: " + Unreadable.why(e), e);
    }
  }

  /** The bundle that a manifest, or an index of manifests, leads to. */
  public Bundle bundle(byte[] document) {
    return bundle(json(document), DEEPEST);
  }

  private Bundle bundle(JsonNode document, int depth) {
    if (!document.path("manifests").isArray()) {
      return layer(document);
    }
    if (depth == 0) {
      throw new BundleRefusedException("indexes in it lead to ever more indexes");
    }
    return bundle(json(verified(chosen(document.path("manifests")))), depth - 1);
  }

  private JsonNode chosen(JsonNode manifests) {
    List<JsonNode> found =
        manifests
            .valueStream()
            .filter(each -> tag.isEmpty() || tag.equals(name(each)) || manifests.size() == 1)
            .toList();
    if (found.size() != 1) {
      throw new BundleRefusedException(
          "it has "
              + found.size()
              + " images that could be meant: name one with --tag; there is "
              + String.join(
                  ", ", manifests.valueStream().map(each -> name(each).orElse("?")).toList()));
    }
    return found.getFirst();
  }

  private static Optional<String> name(JsonNode descriptor) {
    return descriptor.path("annotations").path(REF_NAME).asStringOpt();
  }

  private Bundle layer(JsonNode manifest) {
    List<JsonNode> archives =
        manifest
            .path("layers")
            .valueStream()
            .filter(each -> each.path("mediaType").asString("").matches(".*tar([+.]gzip)?"))
            .toList();
    if (archives.size() != 1) {
      throw new BundleRefusedException(
          "the image has "
              + archives.size()
              + " layers that are tar archives, and a bundle is one");
    }
    return Bundle.ofArchive(verified(archives.getFirst()));
  }

  private byte[] verified(JsonNode descriptor) {
    String digest = descriptor.path("digest").asString("");
    long size = descriptor.path("size").asLong(-1);
    if (!DIGEST.matcher(digest).matches() || size < 0 || size > Bundle.MOST_BYTES) {
      throw new BundleRefusedException(
          "a descriptor in it has no usable digest and size: " + digest + ", " + size);
    }
    byte[] blob = blobs.apply(digest);
    if (blob.length != size || !digestOf(blob).equals(digest)) {
      throw new BundleRefusedException(
          "what should be " + digest + " is " + digestOf(blob) + ": it was changed on its way");
    }
    return blob;
  }

  /** {@code sha256:…} of some bytes. */
  public static String digestOf(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonNode json(byte[] document) {
    try {
      return Json.mapper().readTree(document);
    } catch (JacksonException e) {
      throw new BundleRefusedException("a manifest in it is no JSON", e);
    }
  }
}
