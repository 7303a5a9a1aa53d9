package dev.automat.testkit;

import java.util.List;

/** What the themes of the conformance kit have in common. */
interface Checks {

  ConformanceHarness bench();

  /** One for each resource type of the plugin. */
  List<Subject> subjects();
}
