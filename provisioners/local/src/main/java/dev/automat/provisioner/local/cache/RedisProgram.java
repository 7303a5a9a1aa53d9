package dev.automat.provisioner.local.cache;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The program that is started as server. */
public final class RedisProgram {

  private static final List<String> NAMES = List.of("redis-server", "valkey-server");

  /** Where systems put servers, and the path of a service may not lead. */
  private static final List<String> USUAL =
      List.of("/usr/local/bin", "/usr/bin", "/usr/sbin", "/opt/homebrew/bin");

  private RedisProgram() {}

  /**
   * The program that is named, or the first that is installed. Looks at files, and runs none.
   *
   * @param named by the configuration; empty to look for one
   */
  public static Optional<Path> find(Optional<Path> named) {
    return named.isPresent() ? named.filter(Files::isExecutable) : installed();
  }

  private static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    List<String> folders =
        Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), USUAL.stream())
            .filter(folder -> !folder.isBlank())
            .toList();
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Why there is no server, and what to do about it. */
  public static String missing(Optional<Path> named) {
    return named
        .map(
            program ->
                "provisioners.local.redis.program names %s, which is no program: correct it"
                    .formatted(program))
        .orElse(
            "there is no redis-server and no valkey-server on this machine: install one of them"
                + " (apt-get install redis-server, brew install redis), or name a server of yours"
                + " in provisioners.local.redis.url, and start Automat again");
  }
}
