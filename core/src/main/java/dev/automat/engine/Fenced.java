package dev.automat.engine;

/**
 * The claim is no longer ours, or what was decided under it is no longer what people want: it is
 * dropped, and nothing more is done.
 */
final class Fenced extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Fenced(String uid) {
    super("what was decided of " + uid + " no longer holds", null, false, false);
  }
}
