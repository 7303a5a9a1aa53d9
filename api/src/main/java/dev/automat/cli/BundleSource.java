package dev.automat.cli;

import dev.automat.catalog.Bundle;
import dev.automat.catalog.BundleRefusedException;
import dev.automat.catalog.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command takes a catalogue from. */
final class BundleSource {

  /** More than any bundle has, packed or not. */
  private static final long MOST_BYTES = 32L << 20;

  static final String WORDS =
      "A directory, a clone of a repository (with --ref), a tar archive, an OCI image layout, or"
          + " oci://HOST/REPOSITORY:TAG.";

  @Option(
      names = "--ref",
      paramLabel = "REF",
      description = "The commit, tag or branch of the clone; uncommitted files are not in it.")
  private Optional<String> ref = Optional.empty();

  @Option(
      names = "--path",
      paramLabel = "DIR",
      description = "Where in the clone the catalogue is. Default: modules.")
  private String path = "modules";

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Which image of an OCI image layout that has several.")
  private Optional<String> tag = Optional.empty();

  /**
   * The bundle.
   *
   * @throws BundleRefusedException if there is none
   */
  Bundle read(String place) {
    if (place.startsWith(OciRegistry.SCHEME)) {
      return OciRegistry.pull(place);
    }
    Path file = Path.of(place);
    if (ref.isPresent()) {
      return ofClone(file, ref.get());
    }
    if (Files.isDirectory(file)) {
      return OciLayout.isOne(file) ? OciLayout.read(file, tag) : Bundle.ofDirectory(file);
    }
    return Bundle.ofArchive(bytes(file));
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new CommandException(file + " has more bytes than any bundle: is it the right file?");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, file + " can not be read: name a directory or an archive", e);
    }
  }

  /** What git itself archives of the reference: what somebody has only saved is not in it. */
  private Bundle ofClone(Path clone, String reference) {
    List<String> command =
        List.of(
            "git", "-C", clone.toString(), "archive", "--format=tar", "--", reference + ":" + path);
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      byte[] archive = git.getInputStream().readNBytes((int) MOST_BYTES + 1);
      if (archive.length > MOST_BYTES) {
        // It would wait for ever for a reader of the rest.
        git.destroyForcibly().waitFor();
        throw new CommandException(
            reference + ":" + path + " has more bytes than any bundle: look at --path");
      }
      if (git.waitFor() != 0) {
        throw new CommandException(
            "git has no " + reference + ":" + path + " in " + clone + ": look at --ref and --path");
      }
      return Bundle.ofArchive(archive);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "git can not be run (" + e.getMessage() + "): install it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }
}
