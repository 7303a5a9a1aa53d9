package dev.automat.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    String within = git(folder, "rev-parse", "--show-prefix").orElseThrow(() -> noGit(folder));
    String address = git(folder, "remote", "get-url", "origin").orElseThrow(() -> noGit(folder));
    return "git:" + (repository(address) + "/" + within).replaceAll("/+$", "");
  }

  /** {@code acme/infra} of {@code https://user:token@host/acme/infra.git}. */
  static String repository(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    return (matcher.matches() ? matcher.group(1) : address).replaceAll("^/+", "");
  }

  private static CommandException noGit(Path folder) {
    return new CommandException(
        ExitCode.USAGE,
        folder
            + " is in no git repository with a remote 'origin', so nobody can tell what it keeps:"
            + " name it yourself with --managed-by, such as --managed-by git:acme/infra/dev");
  }

  /** What git says; empty if there is no git, or it has nothing to say. */
  private static Optional<String> git(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }
}
