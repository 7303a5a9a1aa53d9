package dev.automat.provisioner.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TypeDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalPluginTest {

  private final LocalPlugin plugin = new LocalPlugin();

  @Test
  void isFoundByTheServiceLoader() {
    assertTrue(
        ServiceLoader.load(ProvisionerPlugin.class).stream()
            .anyMatch(found -> found.type() == LocalPlugin.class));
  }

  @Test
  void everySettingIsDescribed() {
    for (TypeDescriptor type : plugin.types()) {
      JsonNode schema = JsonMapper.shared().readTree(type.settingsSchema());
      assertFalse(schema.path("additionalProperties").asBoolean(true), type.type());
      schema
          .path("properties")
          .properties()
          .forEach(
              property ->
                  assertFalse(
                      property.getValue().path("description").asString("").isBlank(),
                      property.getKey()));
      type.changes().keySet().forEach(key -> assertTrue(schema.path("properties").has(key), key));
    }
  }

  @Test
  void openingTouchesNothing(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    try (Opened opened = Opened.in(data)) {
      assertEquals(3, opened.provisioner().types().size());
    }
    assertFalse(Files.exists(data));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"postgres\": {\"port\": 0}, \"queues\": {\"port\": 9325}}",
        "{\"postgres\": {\"url\": \"postgresql://h/d\", \"username\": \"u\", \"password\": \"p\"}}",
        "{\"postgres\": {\"url\": \"postgresql://h/d\", \"username\": \"u\", \"passwordFile\":"
            + " \"/f\"}}",
        "{\"redis\": {\"url\": \"redis://h\", \"username\": \"u\", \"password\": \"p\"}}",
        "{\"redis\": {\"program\": \"/opt/redis-server\", \"port\": 6390}}"
      })
  void takesTheseConfigurations(String configuration) {
    assertEquals(List.of(), violations(configuration));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"postgre\": {}}",
        "{\"redis\": {\"url\": \"redis://h\"}}",
        "{\"redis\": {\"url\": \"redis://h\", \"username\": \"u\", \"port\": 6390}}",
        "{\"postgres\": {\"port\": 70000}}",
        "{\"postgres\": {\"url\": \"postgresql://h/d\"}}",
        "{\"postgres\": {\"password\": \"p\"}}",
        "{\"postgres\": {\"url\": \"postgresql://h/d\", \"username\": \"u\", \"port\": 5433}}",
        "{\"postgres\": {\"url\": \"postgresql://h/d\", \"username\": \"u\", \"password\": \"p\","
            + " \"passwordFile\": \"/f\"}}"
      })
  void refusesTheseConfigurations(String configuration) {
    assertFalse(violations(configuration).isEmpty());
  }

  @Test
  void aPasswordFileThatIsMissingNamesTheKey(@TempDir Path directory) {
    Map<String, Object> postgres =
        Map.of(
            "url", "postgresql://h/d",
            "username", "u",
            "passwordFile", directory.resolve("none").toString());
    ProvisionerException refused =
        assertThrows(
            ProvisionerException.class,
            () -> Opened.in(directory, Map.of("postgres", postgres)).close());
    assertTrue(String.valueOf(refused.getMessage()).contains("postgres.passwordFile"));
  }

  @Test
  void cachesNeedAServerAndTheRestDoesNot(@TempDir Path directory) throws Exception {
    Path missing = directory.resolve("redis-server");
    Map<String, Object> configuration = Map.of("redis", Map.of("program", missing.toString()));

    assertEquals(Set.of("local/redis"), plugin.unavailable(configuration).keySet());
    String reason = plugin.unavailable(configuration).getOrDefault("local/redis", "");
    assertTrue(reason.contains("provisioners.local.redis.program"), reason);

    Files.createFile(
        missing,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assertEquals(Map.of(), plugin.unavailable(configuration));
    Map<String, Object> configured = Map.of("url", "redis://h", "username", "u");
    assertEquals(Map.of(), plugin.unavailable(Map.of("redis", configured)));
  }

  private List<String> violations(String configuration) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(plugin.configurationSchema());
    return schema.validate(configuration, InputFormat.JSON).stream()
        .map(error -> error.getMessage())
        .toList();
  }
}
