package dev.automat.api;

import dev.automat.catalog.Bundle;
import dev.automat.catalog.OciLayout;
import dev.automat.resource.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Image layouts with a catalogue in them, as tools for artifacts write them. */
final class OciLayouts {

  private OciLayouts() {}

  static Path write(Path layout, Path modules) throws IOException {
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    ObjectNode manifest =
        Json.object()
            .put("schemaVersion", 2)
            .put("mediaType", "application/vnd.oci.image.manifest.v1+json")
            .put("artifactType", "application/vnd.automat.catalog.v1");
    manifest.set("config", blob(layout, "{}".getBytes(StandardCharsets.UTF_8), "empty.v1+json"));
    manifest
        .putArray("layers")
        .add(blob(layout, Bundle.ofDirectory(modules).archive(), "image.layer.v1.tar+gzip"));
    ObjectNode index = Json.object().put("schemaVersion", 2);
    index
        .putArray("manifests")
        .add(blob(layout, Json.mapper().writeValueAsBytes(manifest), "image.manifest.v1+json"));
    Files.writeString(layout.resolve("index.json"), Json.write(index));
    return layout;
  }

  private static ObjectNode blob(Path layout, byte[] bytes, String type) throws IOException {
    String digest = OciLayout.digestOf(bytes);
    Files.write(layout.resolve("blobs").resolve(digest.replace(':', '/')), bytes);
    return Json.object()
        .put("mediaType", "application/vnd.oci." + type)
        .put("digest", digest)
        .put("size", bytes.length);
  }

  /** Changes a byte of the largest blob. */
  static void damage(Path layout) throws IOException {
    try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
      Path largest =
          blobs
              .max((one, other) -> Long.compare(one.toFile().length(), other.toFile().length()))
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(largest);
      bytes[bytes.length / 2] ^= 1;
      Files.write(largest, bytes);
    }
  }
}
