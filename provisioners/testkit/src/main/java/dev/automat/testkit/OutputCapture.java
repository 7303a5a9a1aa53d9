package dev.automat.testkit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that is written to standard output, standard error and {@code java.util.logging} while
 * it is open, all levels of the latter. What is captured is not shown.
 */
final class OutputCapture implements AutoCloseable {

  private final PrintStream standardOut = System.out;
  private final PrintStream standardErr = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("");
  private final Level level = root.getLevel();
  private final Handler handler = new Collector();

  OutputCapture() {
    PrintStream capture = new PrintStream(written, true, StandardCharsets.UTF_8);
    System.setOut(capture);
    System.setErr(capture);
    root.setLevel(Level.ALL);
    root.addHandler(handler);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(logged);
    written.toString(StandardCharsets.UTF_8).lines().forEach(lines::add);
    return lines;
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    root.setLevel(level);
    System.setOut(standardOut);
    System.setErr(standardErr);
  }

  private final class Collector extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    Collector() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      logged.add(formatter.format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
