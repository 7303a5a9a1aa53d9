package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.CloudProxy;
import dev.automat.provisioner.local.CloudProxy.Way;
import dev.automat.provisioner.local.NamedAsByTheEngine;
import dev.automat.provisioner.local.Opened;
import dev.automat.provisioner.local.postgres.TagComment.Stage;
import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.testkit.Application;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.LogCapture;
import dev.automat.testkit.postgres.PostgresPrograms;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leads the conformance kit to a real server, over a proxy, as an administrator who is no
 * superuser: what is done behind the plugin's back is done directly, as superuser.
 */
final class PostgresHarness implements ConformanceHarness {

  private static final String PASSWORD = "admin-canary";

  private final EmbeddedServer server;
  private final CloudProxy proxy;
  private final PluginContext context;
  private final LogCapture log =
      new LogCapture(
          "dev.automat", "com.zaxxer", "org.postgresql", "software.amazon", "org.elasticmq");
  private final List<String> planted = new ArrayList<>();
  private final List<String> plantedUsers = new ArrayList<>();
  private final ProvisionerPlugin plugin =
      NamedAsByTheEngine.alone(PostgresDescriptor.DESCRIPTOR, this::open);

  PostgresHarness(Path directory) {
    PostgresPrograms.forProvisionerLocal(directory.resolve("postgres"));
    server = new EmbeddedServer(directory.resolve("postgres"), 0);
    proxy = new CloudProxy(server.endpoint().port());
    sql("CREATE ROLE lesser LOGIN CREATEDB CREATEROLE PASSWORD '" + PASSWORD + "'");
    sql("GRANT CONNECT ON DATABASE postgres TO lesser");
    context =
        new PluginContext(
            Opened.INSTALLATION, Map.of(), directory.resolve("data"), InstantSource.system());
  }

  /** With less patience than the plugin's own, since each of the kit's outages costs all of it. */
  private Provisioner open(PluginContext opening) {
    String url = "postgresql://127.0.0.1:" + proxy.port() + "/postgres";
    PostgresType type =
        new PostgresType(ConfiguredServer.of(url, "lesser", PASSWORD), Duration.ofSeconds(1));
    return new Provisioner() {
      @Override
      public Map<String, ResourceType> types() {
        return Map.of(PostgresDescriptor.DESCRIPTOR.type(), type);
      }

      @Override
      public void close() {
        type.close();
      }
    };
  }

  @Override
  public ProvisionerPlugin plugin() {
    return plugin;
  }

  @Override
  public PluginContext context() {
    return context;
  }

  @Override
  public Scope scope(String type) {
    return new Scope("default", "local", Opened.INSTALLATION);
  }

  @Override
  public Map<String, Object> sampleSettings(String type) {
    return Map.of("engineVersion", "18", "connectionLimit", 20L);
  }

  @Override
  public Map<String, Object> changedSettings(String type) {
    return Map.of("connectionLimit", 21L);
  }

  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    sql("ALTER DATABASE \"%s\" CONNECTION LIMIT %s".formatted(ref.externalName(), value));
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    String comment = new TagComment(tags, Optional.empty()).text();
    sql("COMMENT ON DATABASE \"%s\" IS '%s'".formatted(ref.externalName(), comment));
    sql("COMMENT ON ROLE \"%s\" IS '%s'".formatted(ref.externalName(), comment));
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    ResourceRef ref = inItsWay.ref();
    sql("CREATE ROLE \"" + ref.externalName() + "\"");
    sql("CREATE DATABASE \"%1$s\" OWNER \"%1$s\"".formatted(ref.externalName()));
    planted.add(ref.externalName());
    retag(ref, tags);
    return ref;
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return rows("""
    SELECT d, shobj_description(d.oid, 'pg_database'), r,
           shobj_description(r.oid, 'pg_authid')
      FROM pg_database d FULL JOIN pg_authid r ON r.rolname = d.datname
     WHERE coalesce(d.datname, r.rolname) = '%s'
    """
            .formatted(ref.externalName()))
        .toString();
  }

  @Override
  public List<String> leftovers(String uid) {
    return rows(
        """
        SELECT 'database', datname::text FROM pg_database
         WHERE strpos(datname || coalesce(shobj_description(oid, 'pg_database'), ''), '%1$s') > 0
           AND strpos(coalesce(shobj_description(oid, 'pg_database'), ''), 'SNAPSHOT') = 0
        UNION ALL
        SELECT 'role', rolname::text FROM pg_authid
         WHERE strpos(rolname || coalesce(shobj_description(oid, 'pg_authid'), ''), '%1$s') > 0
           AND strpos(coalesce(shobj_description(oid, 'pg_authid'), ''), 'SNAPSHOT') = 0
        """
            .formatted(uid));
  }

  @Override
  public List<String> snapshots(String uid) {
    return rows(
        """
        SELECT d, shobj_description(d.oid, 'pg_database') FROM pg_database d
         WHERE strpos(coalesce(shobj_description(oid, 'pg_database'), ''), '%1$s') > 0
           AND strpos(coalesce(shobj_description(oid, 'pg_database'), ''), 'SNAPSHOT') > 0
        """
            .formatted(uid));
  }

  @Override
  public Optional<String> plantForeignSnapshot(
      ResourceRef like, String name, Map<String, String> tags) {
    sql("CREATE DATABASE \"" + name + "\"");
    planted.add(name);
    sql(
        "COMMENT ON DATABASE \"%s\" IS '%s'"
            .formatted(name, new TagComment(tags, Optional.of(Stage.SNAPSHOT)).text()));
    return Optional.of(name);
  }

  @Override
  public boolean opensSessions(String type) {
    return true;
  }

  /** Directly, not over the proxy, and by the name that the engine gives. */
  @Override
  public Optional<Application> session(ResourceRef ref, Map<String, String> connection) {
    Map<String, String> direct = new HashMap<>(connection);
    direct.put("port", Integer.toString(server.endpoint().port()));
    direct.put("username", ref.externalName());
    return DatabaseApplication.signIn(direct);
  }

  @Override
  public boolean reopen(ResourceRef ref) {
    sql("ALTER DATABASE \"" + ref.externalName() + "\" ALLOW_CONNECTIONS true");
    rows("""
    SELECT rolname FROM pg_authid WHERE rolname = '%s' OR starts_with(rolname, '%s_')
    """
            .formatted(ref.externalName(), ref.uid()))
        .forEach(user -> sql("ALTER ROLE \"" + user + "\" LOGIN"));
    return true;
  }

  /** Directly, not over the proxy. */
  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    Map<String, String> direct = new HashMap<>(connection);
    direct.put("port", Integer.toString(server.endpoint().port()));
    return DatabaseApplication.signIn(direct);
  }

  @Override
  public boolean plantForeignGrant(ResourceRef ref, Grant grant, Map<String, String> tags) {
    String user = grant.id().userName(ref.uid());
    sql("CREATE ROLE \"" + user + "\"");
    plantedUsers.add(user);
    sql(
        "COMMENT ON ROLE \"%s\" IS '%s'"
            .formatted(user, new TagComment(tags, Optional.empty()).text()));
    return true;
  }

  @Override
  public void disrupt(Disruption disruption) {
    switch (disruption) {
      case UNREACHABLE -> proxy.take(new Way.Refused());
      case HANGING -> proxy.take(new Way.Silent());
      case THROTTLED -> {
        sql("ALTER ROLE lesser CONNECTION LIMIT 0");
        rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lesser'");
      }
    }
  }

  @Override
  public void restore() {
    proxy.take(new Way.Open());
    sql("ALTER ROLE lesser CONNECTION LIMIT -1");
    for (String name : planted) {
      sql("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
      sql("DROP ROLE IF EXISTS \"" + name + "\"");
    }
    plantedUsers.forEach(user -> sql("DROP ROLE IF EXISTS \"" + user + "\""));
    plantedUsers.clear();
    planted.clear();
  }

  @Override
  public List<String> logged() {
    return log.lines();
  }

  @Override
  public void close() {
    log.close();
    proxy.close();
    server.close();
  }

  private void sql(String sql) {
    try (Connection connection = AdminLogin.source(server.endpoint()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  private List<String> rows(String sql) {
    try (Connection connection = AdminLogin.source(server.endpoint()).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(rows.getString(i)).append(' ');
        }
        lines.add(line.toString().strip());
      }
      return lines;
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }
}
