package dev.automat.cli;

/** What a command ends with. */
public final class ExitCode {

  public static final int OK = 0;

  /** Refused, failed, or not there. */
  public static final int FAILED = 1;

  /** The command line itself is wrong. */
  public static final int USAGE = 2;

  /** No server answers. */
  public static final int UNREACHABLE = 3;

  private ExitCode() {}
}
