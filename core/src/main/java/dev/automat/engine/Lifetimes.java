package dev.automat.engine;

import dev.automat.lifetime.LifetimeSettings;
import dev.automat.lifetime.NoticeBoard;

/**
 * What ends of lifetimes are decided with.
 *
 * @param board whether notices of an end were accepted
 */
record Lifetimes(LifetimeSettings settings, NoticeBoard board) {

  /** What stands in the timeline is accepted. */
  static final Lifetimes DEFAULT = new Lifetimes(LifetimeSettings.DEFAULT, NoticeBoard.TIMELINE);
}
