package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Module;
import dev.automat.plugin.InstalledPlugins;
import java.util.List;

/**
 * Runs the tests in a module's file: each through the whole admission, placed on the provisioner
 * that the test names, for a team that has an owner and a cost centre.
 */
public final class ModuleTests {

  public ModuleTests(Catalog catalog, InstalledPlugins plugins) {
    throw new UnsupportedOperationException();
  }

  /** The results, in the order of the document. */
  public List<Result> run(Module module) {
    throw new UnsupportedOperationException();
  }

  /**
   * What became of a test.
   *
   * @param details of a failed test, what differs; of a skipped one, why
   */
  public record Result(String name, Outcome outcome, List<String> details) {}

  /** How a test ended. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** The provisioner that it is placed on is not installed. */
    SKIPPED
  }
}
