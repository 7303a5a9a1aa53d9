package dev.automat.provisioner.local;

import dev.automat.provisioner.local.LocalConfiguration.Configured;
import dev.automat.provisioner.local.LocalConfiguration.Embedded;
import dev.automat.provisioner.local.LocalConfiguration.External;
import dev.automat.provisioner.local.LocalConfiguration.Installed;
import dev.automat.provisioner.local.cache.CacheDescriptor;
import dev.automat.provisioner.local.cache.CacheType;
import dev.automat.provisioner.local.cache.Caches;
import dev.automat.provisioner.local.postgres.ConfiguredServer;
import dev.automat.provisioner.local.postgres.EmbeddedServer;
import dev.automat.provisioner.local.postgres.PostgresDescriptor;
import dev.automat.provisioner.local.postgres.PostgresServer;
import dev.automat.provisioner.local.postgres.PostgresType;
import dev.automat.provisioner.local.queue.QueueDescriptor;
import dev.automat.provisioner.local.queue.QueueServer;
import dev.automat.provisioner.local.queue.QueueType;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The types with their servers, none of which runs before it is needed. */
record LocalProvisioner(PostgresType postgres, QueueType queue, CacheType cache)
    implements Provisioner {

  static LocalProvisioner open(LocalConfiguration configuration, Path directory) {
    PostgresServer server =
        switch (configuration.postgres()) {
          case Embedded(int port) -> new EmbeddedServer(directory.resolve("postgres"), port);
          case External(String url, String username, String password) ->
              ConfiguredServer.of(url, username, password);
        };
    CacheType cache =
        switch (configuration.redis()) {
          case Installed(Optional<Path> program, int port) ->
              Caches.installed(directory.resolve("redis"), program, port);
          case Configured(String url, String username, String password) ->
              Caches.configured(url, username, password);
        };
    return new LocalProvisioner(
        new PostgresType(server),
        new QueueType(new QueueServer(directory.resolve("queues"), configuration.queuePort())),
        cache);
  }

  @Override
  public Map<String, ResourceType> types() {
    return Map.of(
        PostgresDescriptor.DESCRIPTOR.type(),
        postgres,
        QueueDescriptor.DESCRIPTOR.type(),
        queue,
        CacheDescriptor.DESCRIPTOR.type(),
        cache);
  }

  @Override
  public void close() {
    try {
      queue.close();
    } finally {
      try {
        cache.close();
      } finally {
        postgres.close();
      }
    }
  }
}
