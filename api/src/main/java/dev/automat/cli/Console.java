package dev.automat.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command speaks: answers to standard output, remarks to standard error. */
record Console(PrintWriter out, PrintWriter err) {

  static Console of(CommandSpec spec) {
    return new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  void remark(String line) {
    err.println(line);
    err.flush();
  }
}
