package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ServerOptionTest {

  @TempDir Path directory;

  @Command
  private static final class Any {
    @Mixin private ServerOption server = new ServerOption();
  }

  private String url(Map<String, String> environment, String... arguments) {
    Any any = new Any();
    new CommandLine(any).parseArgs(arguments);
    return any.server.url(environment, directory);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void findsTheServerWhereTheEnvironmentPutIt() {
    assertEquals("http://127.0.0.1:8080", url(Map.of()));
    assertEquals("http://127.0.0.1:18080", url(Map.of("AUTOMAT_HTTP_PORT", "18080")));
    assertEquals("http://127.0.0.1:8080", url(Map.of("AUTOMAT_HTTP_PORT", " ")));
    assertEquals("http://[::1]:8080", url(Map.of("AUTOMAT_HTTP_HOST", "::1")));
  }

  @Test
  void findsTheServerWhereItsConfigurationPutIt() throws IOException {
    file("automat.yaml", "http: {port: 18081}\n");
    Path named = file("named.yaml", "http: {port: 18082, host: localhost}\n");
    Path told = file("told.yaml", "http: {port: 18083}\n");
    Map<String, String> variable = Map.of("AUTOMAT_CONFIG", named.toString());

    assertEquals("http://127.0.0.1:18081", url(Map.of()));
    assertEquals("http://localhost:18082", url(variable));
    assertEquals("http://127.0.0.1:18083", url(variable, "--config", told.toString()));
    assertEquals("http://127.0.0.1:1", url(Map.of("AUTOMAT_HTTP_PORT", "1")));
  }

  @Test
  void takesTheNearestOfWhatIsSaid() throws IOException {
    file("automat.yaml", "http: {port: many}\n");
    Map<String, String> both = Map.of("AUTOMAT_HTTP_PORT", "1", "AUTOMAT_URL", "http://host:2");
    assertEquals("http://host:2", url(both));
    assertEquals("http://host:3", url(both, "--server", "http://host:3"));
  }

  @Test
  void saysThatAnyPortIsNone() throws IOException {
    Path any = file("automat.yaml", "http: {port: 0}\n");
    CommandException refused = assertThrows(CommandException.class, () -> url(Map.of()));
    assertTrue(String.valueOf(refused.getMessage()).contains(any.toString()));
    assertTrue(String.valueOf(refused.getMessage()).contains("--server"));
  }
}
