package dev.automat.provisioner.local.cache;

import dev.automat.spi.ProvisionerException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the type on one server or another. */
public final class Caches {

  private Caches() {}

  /**
   * On a server that somebody else runs.
   *
   * @throws ProvisionerException if the URL can not be read
   */
  public static CacheType configured(String url, String username, String password) {
    return new CacheType(ConfiguredRedis.of(url, username, password));
  }

  /**
   * On a server of a program that is installed here, which is started when it is first needed.
   *
   * @param home where its data are kept
   * @param program the program; empty to look for one
   * @param port 0 to choose one and keep it
   */
  public static CacheType installed(Path home, Optional<Path> program, int port) {
    return new CacheType(new InstalledRedis(home, program, port));
  }
}
