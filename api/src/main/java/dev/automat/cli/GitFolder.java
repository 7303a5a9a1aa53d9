package dev.automat.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What keeps the definitions in a folder of a git repository: {@code
 * git:acme/infra/environments/dev} for the folder {@code environments/dev} of the repository {@code
 * acme/infra}. It is the same in every clone, so a person and a pipeline are the same manager; a
 * folder that was moved is another.
 */
final class GitFolder {

  /** The path of a repository's address, as URL or as {@code host:path}, less {@code .git}. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[a-z+]+://[^/]*/|[^/:]+:(?!//))?(.+?)(?:\\.git)?/?");

  private GitFolder() {}

  /** The manager of a folder. */
  static String manager(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          ExitCode.USAGE,
          folder + " is no folder: --prune takes the one that holds all requests, by -f FOLDER");
    }
    String within = git(folder, "rev-parse", "--show-prefix");
    String address = git(folder, "remote", "get-url", "origin");
    return "git:" + (repository(address) + "/" + within).replaceAll("/+$", "");
  }

  /** {@code acme/infra} of {@code https://user:token@host/acme/infra.git}. */
  static String repository(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    return (matcher.matches() ? matcher.group(1) : address).replaceAll("^/+", "");
  }

  private static String noGit(Path folder, String why) {
    return "nobody can tell which folder of which repository "
        + folder
        + " is ("
        + why
        + "): name what it keeps yourself, such as --managed-by git:acme/infra/dev";
  }

  /** What git says, or why it says nothing, for who called. */
  private static String git(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      // Warnings of git are no part of its answer; in a file, they stop nobody from reading that.
      Path complaints = Files.createTempFile("automat-git", ".err");
      try {
        Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        process.getOutputStream().close();
        String said =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
          String why = Files.readString(complaints).strip();
          throw new CommandException(
              ExitCode.USAGE, noGit(folder, why.lines().findFirst().orElse("git says nothing")));
        }
        return said;
      } finally {
        Files.delete(complaints);
      }
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, noGit(folder, "there is no 'git' on the PATH"), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }
}
