package dev.automat.provisioner.local.cache;

import dev.automat.provisioner.local.CloudProxy;
import dev.automat.provisioner.local.CloudProxy.Way;
import dev.automat.provisioner.local.NamedAsByTheEngine;
import dev.automat.provisioner.local.Opened;
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
import dev.automat.testkit.redis.RedisSession;
import dev.automat.testkit.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leads the conformance kit to a real server, over a proxy: what is done behind the plugin's back
 * is done directly, in a session that stays open.
 */
final class CacheHarness implements ConformanceHarness {

  private static final String PASSWORD = "admin-canary";

  private final TestRedis server;
  private final RedisSession direct;
  private final CloudProxy proxy;
  private final PluginContext context;
  private final LogCapture log = new LogCapture("dev.automat");
  private final List<String> planted = new ArrayList<>();
  private final ProvisionerPlugin plugin =
      NamedAsByTheEngine.alone(CacheDescriptor.DESCRIPTOR, this::open);

  CacheHarness(Path directory) {
    try {
      Path users = directory.resolve("users.acl");
      Files.writeString(
          users,
          "user default on nopass ~* &* +@all\nuser admin on >" + PASSWORD + " ~* &* +@all\n");
      server = TestRedis.start(directory, List.of("--aclfile", users.toString()));
      direct = server.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    proxy = new CloudProxy(server.port());
    context =
        new PluginContext(
            Opened.INSTALLATION, Map.of(), directory.resolve("data"), InstantSource.system());
  }

  private Provisioner open(PluginContext opening) {
    CacheType type = Caches.configured("redis://127.0.0.1:" + proxy.port(), "admin", PASSWORD);
    return new Provisioner() {
      @Override
      public Map<String, ResourceType> types() {
        return Map.of(CacheDescriptor.DESCRIPTOR.type(), type);
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
    return Map.of("scripts", true);
  }

  @Override
  public Map<String, Object> changedSettings(String type) {
    return Map.of("scripts", false);
  }

  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    call("ACL", "SETUSER", ref.externalName(), (Boolean) value ? "+@all" : "-@scripting");
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    UserNote note = new UserNote(tags, Optional.empty());
    call(
        "ACL",
        "SETUSER",
        ref.externalName(),
        "resetchannels",
        "&" + ref.externalName() + ":*",
        "&" + note.channel());
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    call("ACL", "SETUSER", inItsWay.ref().externalName(), "on", ">theirs", "~theirs:*", "+@all");
    planted.add(inItsWay.ref().externalName());
    retag(inItsWay.ref(), tags);
    return inItsWay.ref();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return users(ref.externalName()).toString();
  }

  private List<String> users(String part) {
    return call("ACL", "LIST").lines().filter(line -> line.contains(part)).sorted().toList();
  }

  @Override
  public List<String> leftovers(String uid) {
    List<String> left = new ArrayList<>(users(uid));
    left.addAll(call("KEYS", "*" + uid + "*").lines().sorted().toList());
    return left;
  }

  @Override
  public boolean opensSessions(String type) {
    return true;
  }

  /** Directly, not over the proxy, and by the name that the engine gives. */
  @Override
  public Optional<Application> session(ResourceRef ref, Map<String, String> connection) {
    Map<String, String> named = new HashMap<>(connection);
    named.put("username", ref.externalName());
    return CacheApplication.signIn(server.port(), named);
  }

  @Override
  public boolean reopen(ResourceRef ref) {
    for (String line : users(ref.uid())) {
      call("ACL", "SETUSER", line.split(" ", -1)[1], "on");
    }
    return true;
  }

  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    return CacheApplication.signIn(server.port(), connection);
  }

  @Override
  public boolean plantForeignGrant(ResourceRef ref, Grant grant, Map<String, String> tags) {
    String user = grant.id().userName(ref.uid());
    call("ACL", "SETUSER", user, "&" + new UserNote(tags, Optional.empty()).channel());
    planted.add(user);
    return true;
  }

  @Override
  public void disrupt(Disruption disruption) {
    switch (disruption) {
      case UNREACHABLE -> proxy.take(new Way.Refused());
      case HANGING -> proxy.take(new Way.Silent());
      // One is the session that this is said in.
      case THROTTLED -> call("CONFIG", "SET", "maxclients", "1");
    }
  }

  @Override
  public void restore() {
    proxy.take(new Way.Open());
    call("CONFIG", "SET", "maxclients", "1000");
    planted.forEach(name -> call("ACL", "DELUSER", name));
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

  private String call(String... command) {
    try {
      return direct.call(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
