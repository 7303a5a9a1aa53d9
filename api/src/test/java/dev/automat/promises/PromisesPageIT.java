package dev.automat.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.catalog.Catalog;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.PluginFolders;
import dev.automat.plugin.PluginSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page is what the golden paths and the plugins of this build say. */
final class PromisesPageIT {

  /** Tests run in {@code api}. */
  private static final Path REPOSITORY = Path.of("..");

  private static final Path PAGE = REPOSITORY.resolve("docs/promises.md");

  @Test
  void saysWhatModulesAndPluginsSay() throws IOException {
    Path gcp = REPOSITORY.resolve("provisioners/gcp/target/plugins");
    PluginSettings settings =
        new PluginSettings(gcp, Map.of("gcp", Files.readString(gcp.resolve("gcp.sha256")).strip()));
    try (InstalledPlugins plugins =
        PluginFolders.load(
            settings, Optional.of(REPOSITORY.resolve("provisioners/aws/target/plugins")))) {
      assertEquals(List.of(), plugins.leftOut());
      Catalog catalog = Catalog.load(REPOSITORY.resolve("modules"), plugins);
      assertEquals(List.of(), catalog.rejected());
      String wanted = new PromisesPage(catalog).text();
      if (Boolean.getBoolean("docs.update")) {
        Files.writeString(PAGE, wanted);
      }
      assertEquals(wanted, Files.readString(PAGE), "write it anew: its head says how");
    }
  }
}
