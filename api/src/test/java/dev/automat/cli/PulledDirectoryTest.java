package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.catalog.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulledDirectoryTest {

  @TempDir Path room;

  private Path target() {
    return room.resolve("pulled");
  }

  private Bundle bundle(String name, String... paths) throws IOException {
    Path source = room.resolve(name);
    for (String path : paths) {
      write(source, path, name);
    }
    return Bundle.ofDirectory(source);
  }

  private static void write(Path directory, String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, content);
  }

  private PulledDirectory.Taken take(Bundle bundle, boolean replace) {
    return new PulledDirectory(target()).take(bundle, replace);
  }

  @Test
  void whatWasPulledGivesWayToTheNext() throws IOException {
    Bundle first = bundle("first", "README.md", "queue/kind.yaml", "queue/fifo/1.0.0.yaml");
    assertEquals(new PulledDirectory.Taken(true, List.of()), take(first, false));
    assertEquals(new PulledDirectory.Taken(false, List.of()), take(first, false));
    Bundle next = bundle("next", "queue/kind.yaml");
    assertEquals(
        new PulledDirectory.Taken(true, List.of("README.md", "queue/fifo/1.0.0.yaml")),
        take(next, false));
    assertEquals(next.digest(), Bundle.ofDirectory(target()).digest());
  }

  /** A directory stands where a file is to be: that pull breaks off in the middle. */
  @Test
  void whatWasCutShortCanBeRepeated() throws IOException {
    Bundle first = bundle("first", "queue/kind.yaml", "queue/a.md");
    take(first, false);
    Bundle next = bundle("next", "cache/kind.yaml", "queue/kind.yaml", "zone/kind.yaml");
    Path inTheWay = Files.createDirectories(target().resolve("zone/kind.yaml"));
    assertThrows(CommandException.class, () -> take(next, false));
    assertTrue(Files.exists(target().resolve("cache/kind.yaml")), "it was begun");
    Files.delete(inTheWay);
    take(next, false);
    assertEquals(next.digest(), Bundle.ofDirectory(target()).digest());
    assertFalse(take(next, false).written());
  }

  @Test
  void whatIsChangedGivesWayOnlyIfToldAndWhatIsBesideACatalogueStays() throws IOException {
    Bundle first = bundle("first", "queue/kind.yaml");
    take(first, false);
    write(target(), "notes.txt", "mine");
    write(target(), "scripts/deploy.sh", "mine");
    assertFalse(take(first, false).written(), "no catalogue has that in it");
    write(target(), "queue/mine.yaml", "mine");
    Bundle next = bundle("next", "queue/kind.yaml");
    assertThrows(CommandException.class, () -> take(next, false));
    assertTrue(Files.exists(target().resolve("queue/mine.yaml")));
    assertEquals(List.of("queue/mine.yaml"), take(next, true).removed());
    assertTrue(Files.exists(target().resolve("notes.txt")));
    assertTrue(Files.exists(target().resolve("scripts/deploy.sh")));
  }

  @Test
  void whatIsNoCatalogueIsLeftAlone() throws IOException {
    write(target(), "notes.txt", "mine");
    Bundle bundle = bundle("first", "queue/kind.yaml");
    CommandException refused = assertThrows(CommandException.class, () -> take(bundle, true));
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(Files.exists(target().resolve("notes.txt")));
  }
}
