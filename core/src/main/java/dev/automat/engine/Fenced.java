package dev.automat.engine;

/**
 * The claim is no longer ours: whatever was decided under it is dropped, and nothing more is done.
 */
final class Fenced extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Fenced(String uid) {
    super("the claim on " + uid + " was lost", null, false, false);
  }
}
