import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Puts a plugin's jar and the libraries that it needs into a folder of their own, and writes their
 * digest beside it, as the server computes it. Run from source by the build.
 */
final class PluginFolder {

  private PluginFolder() {}

  /**
   * @param args the plugin's jar; a file with the class path of its libraries; the folder to make,
   *     whose name is the plugin's and which is emptied first; nothing is written where it holds
   *     just these jars already, as a server may have loaded them
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: PluginFolder JAR CLASS-PATH-FILE FOLDER");
      System.exit(2);
    }
    Path folder = Path.of(args[2]);
    Path digest = folder.resolveSibling(folder.getFileName() + ".sha256");
    List<Path> jars = new ArrayList<>(List.of(Path.of(args[0])));
    for (String library : Files.readString(Path.of(args[1])).strip().split(":")) {
      if (!library.isEmpty()) {
        jars.add(Path.of(library));
      }
    }
    Files.createDirectories(folder);
    if (!Files.exists(digest) || !stamps(jars).equals(stamps(jarsOf(folder)))) {
      make(folder, jars, digest);
    }
    System.out.println(
        "[INFO] plugin " + folder.getFileName() + ": " + Files.readString(digest).strip());
  }

  /** The digest goes first and comes last: a folder that was made by half has none. */
  private static void make(Path folder, List<Path> jars, Path digest) throws IOException {
    Files.deleteIfExists(digest);
    for (Path old : jarsOf(folder)) {
      Files.delete(old);
    }
    for (Path jar : jars) {
      copy(jar, folder);
    }
    Files.writeString(digest, digestOf(folder) + "\n");
  }

  /** By which a jar is known to be the one that was copied. */
  private static Set<String> stamps(List<Path> jars) throws IOException {
    Set<String> stamps = new TreeSet<>();
    for (Path jar : jars) {
      stamps.add(jar.getFileName() + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
    }
    return stamps;
  }

  private static void copy(Path jar, Path folder) throws IOException {
    Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static List<Path> jarsOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    }
  }

  /** As dev.automat.plugin.PluginFiles has it; a test of the api holds them together. */
  private static String digestOf(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path jar : jarsOf(folder)) {
      lines.add(sha256(Files.readAllBytes(jar)) + "  " + jar.getFileName() + "\n");
    }
    return "sha256:" + sha256(String.join("", lines).getBytes());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
