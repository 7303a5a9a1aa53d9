package dev.automat.cli;

import dev.automat.catalog.Bundle;
import dev.automat.catalog.BundleRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A directory that catalogues are pulled into. A hidden file says what was pulled last, so that
 * what somebody changed since is not written over. Hidden files are in no bundle, and stay; so do
 * files beside the kinds, the rules and the prices that no pull wrote.
 */
final class PulledDirectory {

  private static final String MARK = ".automat-bundle";

  /** Before the digest as long as not all of its files are written. */
  private static final String PULLING = "pulling ";

  /** Directories of a catalogue that hold no kind. */
  private static final Set<String> BESIDE_KINDS = Set.of("policies", "prices");

  /**
   * What a pull did.
   *
   * @param written false if the same was there already
   * @param removed the files that were there before and are not in the bundle, in their order
   */
  record Taken(boolean written, List<String> removed) {
    Taken {
      removed = List.copyOf(removed);
    }
  }

  /**
   * What the hidden file says.
   *
   * @param state a digest; one after {@link #PULLING} was not written to its end
   * @param paths the files that a pull may have written
   */
  private record Mark(String state, Set<String> paths) {
    boolean cutShort() {
      return state.startsWith(PULLING);
    }
  }

  private final Path directory;

  PulledDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes it hold just these files. What was cut short can be repeated.
   *
   * @param replace also where it holds a catalogue that no pull wrote, or that was changed since
   * @throws CommandException if it holds something else
   */
  Taken take(Bundle bundle, boolean replace) {
    try {
      Mark mark = marked();
      if (mark.cutShort() && !replace) {
        return write(bundle, mark.paths());
      }
      if (isEmpty()) {
        return write(bundle, Set.of());
      }
      Set<String> before = new HashSet<>(mark.cutShort() ? mark.paths() : Set.of());
      try {
        Bundle held = held(mark);
        if (held.digest().equals(bundle.digest())) {
          mark(held.digest(), held.paths());
          return new Taken(false, List.of());
        }
        require(replace || mark.state().equals(held.digest()));
        before.addAll(held.paths());
      } catch (BundleRefusedException e) {
        refuseUnless(mark.cutShort(), e);
      }
      return write(bundle, before);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException(
          ExitCode.FAILED, directory + " can not be written: " + e.getMessage(), e);
    }
  }

  private boolean isEmpty() throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.allMatch(entry -> String.valueOf(entry.getFileName()).startsWith("."));
    }
  }

  private Mark marked() throws IOException {
    Path mark = directory.resolve(MARK);
    List<String> lines = Files.isRegularFile(mark) ? Files.readAllLines(mark) : List.of();
    return lines.isEmpty()
        ? new Mark("", Set.of())
        : new Mark(lines.getFirst(), Set.copyOf(lines.subList(1, lines.size())));
  }

  private void mark(String state, Collection<String> paths) throws IOException {
    List<String> lines = new ArrayList<>(List.of(state));
    lines.addAll(paths);
    Files.write(directory.resolve(MARK), lines);
  }

  private Bundle held(Mark mark) {
    return Bundle.ofDirectory(directory, path -> mark.paths().contains(path) || isPart(path));
  }

  /** Whether a catalogue that is loaded from here has the file in it. */
  private boolean isPart(String path) {
    int slash = path.indexOf('/');
    String first = path.substring(0, Math.max(slash, 0));
    return slash > 0
        && (BESIDE_KINDS.contains(first)
            || Files.isRegularFile(directory.resolve(first).resolve("kind.yaml")));
  }

  private void require(boolean mayGo) {
    if (!mayGo) {
      throw new CommandException(
          directory
              + " holds a catalogue that no pull wrote, or that was changed since: name another"
              + " directory, or say --replace");
    }
  }

  private void refuseUnless(boolean cutShort, BundleRefusedException reason) {
    if (!cutShort) {
      throw new CommandException(
          ExitCode.USAGE,
          directory
              + " holds what is no catalogue: name an empty directory, or one that is not there",
          reason);
    }
  }

  /** The mark comes first, so that what is cut short is known to be a pull's. */
  private Taken write(Bundle bundle, Set<String> before) throws IOException {
    Files.createDirectories(directory);
    Set<String> all = new TreeSet<>(before);
    all.addAll(bundle.paths());
    mark(PULLING + bundle.digest(), all);
    List<String> removed = new ArrayList<>();
    for (String path : all) {
      if (!bundle.paths().contains(path) && Files.deleteIfExists(directory.resolve(path))) {
        removed.add(path);
      }
    }
    bundle.unpack(directory);
    String written = held(new Mark("", Set.copyOf(bundle.paths()))).digest();
    if (!written.equals(bundle.digest())) {
      throw new CommandException(
          ExitCode.FAILED,
          directory
              + " holds "
              + written
              + " now, and not "
              + bundle.digest()
              + ": does somebody else write there? Pull again with --replace");
    }
    mark(bundle.digest(), bundle.paths());
    return new Taken(true, removed);
  }
}
