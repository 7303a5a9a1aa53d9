package dev.automat.bench;

import java.util.List;
import java.util.concurrent.Callable;

/** One group of claims, as a command of its own. */
interface Bench extends Callable<Integer> {

  /** Measures; takes minutes with the default options. */
  List<Line> measure();

  /** The exit code: 0 if every budget is met, else 1. */
  @Override
  default Integer call() {
    return Main.print(measure());
  }
}
