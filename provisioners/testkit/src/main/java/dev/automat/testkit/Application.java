package dev.automat.testkit;

/**
 * An application that uses a grant, with one session that stays open: how the kit finds out what a
 * grant is worth. It goes the way of applications, not that of the plugin.
 */
public interface Application extends AutoCloseable {

  /** Whether the open session still answers. */
  boolean works();

  /** Makes something of that name, such as a table. Whether it was allowed to. */
  boolean makes(String name);

  /** Changes what was made, in a way that only who owns it may. Whether it was allowed to. */
  boolean changes(String name);

  /** Whether it can read what was made. */
  boolean reads(String name);

  @Override
  void close();
}
