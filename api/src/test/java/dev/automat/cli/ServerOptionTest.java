package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerOptionTest {

  @Test
  void findsTheServerWhereTheEnvironmentPutIt() {
    assertEquals("http://127.0.0.1:8080", url(Map.of()));
    assertEquals("http://127.0.0.1:18080", url(Map.of("AUTOMAT_HTTP_PORT", "18080")));
    assertEquals("http://127.0.0.1:8080", url(Map.of("AUTOMAT_HTTP_PORT", " ")));
  }

  @Test
  void takesTheNearestOfWhatIsSaid() {
    Map<String, String> both = Map.of("AUTOMAT_HTTP_PORT", "1", "AUTOMAT_URL", "http://host:2");
    assertEquals("http://host:2", url(both));
    assertEquals("http://host:3", ServerOption.url(Optional.of("http://host:3"), both));
  }

  private static String url(Map<String, String> environment) {
    return ServerOption.url(Optional.empty(), environment);
  }
}
