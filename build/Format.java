import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Lays out every Java file of the repository with google-java-format, or only says which are not
 * laid out so. Run from source by the build, in a Java machine of its own: the formatter reads Java
 * with the compiler of the machine it runs on, and Maven's may be too old for this code.
 */
final class Format {

  private Format() {}

  /**
   * @param args {@code --check} or {@code --fix}, then the folder to begin at
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !List.of("--check", "--fix").contains(args[0])) {
      System.err.println("usage: Format --check|--fix FOLDER");
      System.exit(2);
    }
    boolean check = args[0].equals("--check");
    List<String> files = javaFilesBelow(Path.of(args[1]));
    int exit = files.isEmpty() ? 0 : format(check, files);
    if (check && exit != 0) {
      System.err.println("[ERROR] Not laid out by google-java-format: the files above.");
      System.err.println("[ERROR] To lay them out: ./automat format");
    }
    System.exit(exit);
  }

  private static int format(boolean check, List<String> files) {
    List<String> arguments = new ArrayList<>();
    if (check) {
      arguments.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    } else {
      arguments.add("--replace");
    }
    arguments.addAll(files);
    return ToolProvider.findFirst("google-java-format")
        .orElseThrow(() -> new IllegalStateException("google-java-format is not on the class path"))
        .run(System.out, System.err, arguments.toArray(String[]::new));
  }

  private static List<String> javaFilesBelow(Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    List<Path> entries;
    try (Stream<Path> listed = Files.list(folder)) {
      entries = listed.sorted().toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (Files.isDirectory(entry)) {
        if (!name.startsWith(".") && !name.equals("target")) {
          files.addAll(javaFilesBelow(entry));
        }
      } else if (name.endsWith(".java")) {
        files.add(entry.toString());
      }
    }
    return files;
  }
}
