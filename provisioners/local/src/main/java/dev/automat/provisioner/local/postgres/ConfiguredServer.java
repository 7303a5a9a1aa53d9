package dev.automat.provisioner.local.postgres;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** A server that somebody else runs and the platform configuration names. */
public record ConfiguredServer(Endpoint endpoint) implements PostgresServer {

  /**
   * Reads the configured URL.
   *
   * @param url {@code postgresql://host:port/database}, with or without {@code jdbc:} in front
   * @throws ProvisionerException naming the key, if the URL can not be read; its message does not
   *     repeat the URL, which may hold a password
   */
  public static ConfiguredServer of(String url, String username, String password) {
    String jdbc = url.startsWith("jdbc:") ? url : "jdbc:" + url;
    @Nullable Properties parsed = Driver.parseURL(jdbc, new Properties());
    @Nullable String host = parsed == null ? null : PGProperty.PG_HOST.getOrDefault(parsed);
    @Nullable String port = parsed == null ? null : PGProperty.PG_PORT.getOrDefault(parsed);
    @Nullable String database = parsed == null ? null : PGProperty.PG_DBNAME.getOrDefault(parsed);
    if (host == null || port == null || host.contains(",")) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "postgres.url is not the URL of one PostgreSQL server",
          "write it as postgresql://host:5432/postgres");
    }
    return new ConfiguredServer(
        new Endpoint(
            host,
            Integer.parseInt(port),
            database == null ? "postgres" : database,
            username,
            password));
  }

  @Override
  public void suspect() {}

  @Override
  public void close() {}
}
