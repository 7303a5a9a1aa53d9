package dev.automat.plugin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The classes of one plugin. It sees the JDK, its own jars, and the few packages of ours that it
 * must share; whatever else Automat or another plugin is made of is not there for it.
 *
 * <p>{@code org.slf4j} is shared, so that what a plugin and its libraries log comes out in the log
 * of the server: with an API of its own the plugin would need a backend of its own. That API has
 * stayed compatible since 1.7. JSpecify's annotations are part of the SPI's signatures.
 */
final class PluginClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** Packages, not beginnings of names: {@code org.slf4j.bridge} of a plugin is its own. */
  private static final Set<String> SHARED =
      Set.of(
          "dev.automat.spi",
          "org.jspecify.annotations",
          "org.slf4j",
          "org.slf4j.event",
          "org.slf4j.helpers",
          "org.slf4j.spi");

  private final ClassLoader ours =
      Optional.ofNullable(PluginClassLoader.class.getClassLoader())
          .orElseGet(ClassLoader::getSystemClassLoader);

  PluginClassLoader(String plugin, List<Path> jars) {
    super(
        "plugin-" + plugin,
        jars.stream().map(PluginClassLoader::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar + " can not be a URL", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    int dot = name.lastIndexOf('.');
    return dot > 0 && SHARED.contains(name.substring(0, dot))
        ? ours.loadClass(name)
        : super.loadClass(name, resolve);
  }
}
