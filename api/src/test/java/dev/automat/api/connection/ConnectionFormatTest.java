package dev.automat.api.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form, letter by letter, also of values that want to break out of it. */
class ConnectionFormatTest {

  private static final ConnectionOf CONNECTION =
      of(
          Map.of(
              "type", "postgresql",
              "provider", "local",
              "host", "127.0.0.1",
              "port", "5432",
              "username", "u",
              "password", "it's \"$HOME\" `x` \\ \u00fc: #",
              "uri", "postgresql://u:p%27@127.0.0.1:5432/orders",
              "reachableFrom", "this machine only: \"here\""));

  private static ConnectionOf of(Map<String, String> entries) {
    return new ConnectionOf(
        "orders",
        Optional.of("checkout"),
        "/v1/teams/payments/databases/orders/bindings/checkout/connection",
        Duration.ofHours(1),
        entries);
  }

  private static String written(ConnectionFormat format) {
    return format.write(CONNECTION).orElseThrow();
  }

  @Test
  void asJson() {
    assertEquals(
        "{\"host\":\"127.0.0.1\",\"password\":\"it's \\\"$HOME\\\" `x` \\\\ ü:"
            + " #\",\"port\":\"5432\",\"provider\":\"local\",\"reachableFrom\":\"this machine only:"
            + " \\\"here\\\"\","
            + "\"type\":\"postgresql\",\"uri\":\"postgresql://u:p%27@127.0.0.1:5432/orders\","
            + "\"username\":\"u\"}",
        written(ConnectionFormat.SERVICEBINDING));
  }

  @Test
  void asASecret() {
    assertEquals(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: orders-checkout
          annotations:
            automat.dev/reachable-from: 'this machine only: "here"'
        type: servicebinding.io/postgresql
        data:
          host: MTI3LjAuMC4x
          password: aXQncyAiJEhPTUUiIGB4YCBcIMO8OiAj
          port: NTQzMg==
          provider: bG9jYWw=
          type: cG9zdGdyZXNxbA==
          uri: cG9zdGdyZXNxbDovL3U6cCUyN0AxMjcuMC4wLjE6NTQzMi9vcmRlcnM=
          username: dQ==
        """,
        written(ConnectionFormat.KUBERNETES_SECRET));
  }

  @Test
  void asAnExternalSecretWithoutAnyValue() {
    String manifest = written(ConnectionFormat.EXTERNAL_SECRET);
    assertEquals(
        """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: orders-checkout
          annotations:
            automat.dev/reachable-from: 'this machine only: "here"'
        spec:
          refreshInterval: 900s
          secretStoreRef:
            kind: ClusterSecretStore
            name: automat
          target:
            name: orders-checkout
            template:
              type: servicebinding.io/postgresql
          data:
          - secretKey: host
            remoteRef:
              key: v1/teams/payments/databases/orders/bindings/checkout/connection
              property: host
        """,
        manifest.substring(0, manifest.indexOf("  - secretKey: password")));
    assertFalse(manifest.contains("127.0.0.1"));
    assertFalse(manifest.contains("HOME"));
  }

  /** Where the cloud has it, the cluster need not ask Automat. */
  @Test
  void asAnExternalSecretThatPointsToTheSecretOfTheCloud() {
    String key = "automat-u-b-connection";
    ConnectionOf kept =
        new ConnectionOf(
            "orders",
            Optional.of("checkout"),
            "/v1/x",
            Duration.ofHours(1),
            Map.of(
                "type", "mysql",
                "password", "canary",
                "secretStore", "gcp-acme",
                "secretStoreKey", key));
    assertEquals(Set.of("type", "password"), kept.forPrograms().keySet());
    String manifest = ConnectionFormat.EXTERNAL_SECRET.write(kept).orElseThrow();
    assertEquals(
        """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: orders-checkout
        spec:
          refreshInterval: 900s
          secretStoreRef:
            kind: ClusterSecretStore
            name: gcp-acme
          target:
            name: orders-checkout
            template:
              type: servicebinding.io/mysql
          dataFrom:
          - extract:
              key: %s
        """
            .formatted(key),
        manifest);
  }

  @Test
  void asVariables() {
    assertEquals(
        """
        # reachable from this machine only: "here"
        ORDERS_HOST=127.0.0.1
        ORDERS_PASSWORD="it's \\"\\$HOME\\" \\`x\\` \\\\ ü: #"
        ORDERS_PORT=5432
        ORDERS_PROVIDER=local
        ORDERS_TYPE=postgresql
        ORDERS_URI=postgresql://u:p%27@127.0.0.1:5432/orders
        ORDERS_USERNAME=u
        """,
        written(ConnectionFormat.DOTENV));
  }

  @Test
  void asAUriIfItHasOne() {
    assertEquals("postgresql://u:p%27@127.0.0.1:5432/orders\n", written(ConnectionFormat.URI));
    assertEquals(
        Optional.of("http://q\n"), ConnectionFormat.URI.write(of(Map.of("url", "http://q"))));
    assertEquals(Optional.empty(), ConnectionFormat.URI.write(of(Map.of("host", "h"))));
  }

  @Test
  void theResourcesOwnConnectionHasNoTypeAndNoSentence() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("host", "h");
    ConnectionOf own =
        new ConnectionOf(
            "orders", Optional.empty(), "/v1/x/connection", Duration.ofSeconds(8), entries);
    assertEquals(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: orders
        type: Opaque
        data:
          host: aA==
        """,
        ConnectionFormat.KUBERNETES_SECRET.write(own).orElseThrow());
    assertEquals("ORDERS_HOST=h\n", ConnectionFormat.DOTENV.write(own).orElseThrow());
    assertEquals("ConnectionOf[/v1/x/connection]", own.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "plain-1.2/3:4@5 | plain-1.2/3:4@5",
        "two words       | 'two words'",
        "a$b             | 'a$b'",
        "#               | '#'",
        "it's            | \"it's\"",
        "it's $5         | \"it's \\$5\"",
      })
  void quotesOnlyWhatNeedsIt(String value, String quoted) {
    assertEquals(quoted, Dotenv.quoted(value));
  }

  @Test
  void quotesNothingAndLinesToo() {
    assertEquals("''", Dotenv.quoted(""));
    assertEquals("\"a\nb\"", Dotenv.quoted("a\nb"));
    assertEquals("SECRET_ARN", Dotenv.variable("secretArn"));
  }
}
