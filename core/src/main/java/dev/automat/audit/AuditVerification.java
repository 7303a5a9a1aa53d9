package dev.automat.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Holds the lines of a log, taken in their order, against each other and against checkpoints. A
 * line that was changed, taken out, put in or cut off is named. Not for several threads.
 */
public final class AuditVerification {

  private final List<Checkpoint> checkpoints;
  private final List<String> findings = new ArrayList<>();
  private Link last = Link.START;
  private Optional<SealedLine> before = Optional.empty();
  private long lines;
  private int next;

  /**
   * @param checkpoints in any order
   * @param fingerprint of the key that must have signed them; empty: one key, whichever it is
   */
  public AuditVerification(List<Checkpoint> checkpoints, Optional<String> fingerprint) {
    String key =
        fingerprint.orElseGet(
            () -> checkpoints.stream().findFirst().map(Checkpoint::fingerprint).orElse(""));
    this.checkpoints =
        checkpoints.stream()
            .filter(checkpoint -> isGood(checkpoint, key))
            .sorted(Comparator.comparingLong(checkpoint -> checkpoint.link().position()))
            .toList();
  }

  private boolean isGood(Checkpoint checkpoint, String key) {
    if (!checkpoint.isSigned()) {
      findings.add("the checkpoint of " + checkpoint.at() + " was changed: its signature is wrong");
      return false;
    }
    if (!checkpoint.fingerprint().equals(key)) {
      findings.add(
          "the checkpoint of "
              + checkpoint.at()
              + " is signed with the key "
              + checkpoint.fingerprint()
              + ", and not with "
              + key);
      return false;
    }
    return true;
  }

  /** The next line. */
  public void take(SealedLine line) {
    lines++;
    long expected = last.position() + 1;
    if (line.link().position() < expected) {
      findings.add(line + " stands behind " + place() + ": lines are in another order");
      return;
    }
    if (line.link().position() > expected) {
      findings.add(missing(expected, line.link().position() - 1) + ": after " + place());
    } else if (!last.next(line.sequence(), line.entry()).equals(line.link())) {
      findings.add(line + " was changed, or the one before it was");
    }
    last = line.link();
    before = Optional.of(line);
    compare();
  }

  /** All that is wrong, once there are no more lines. */
  public List<String> end() {
    checkpoints.stream()
        .skip(next)
        .reduce((one, other) -> other)
        .ifPresent(
            furthest ->
                findings.add(
                    missing(last.position() + 1, furthest.link().position())
                        + " at the end: the log stops after "
                        + place()
                        + ", and the checkpoint of "
                        + furthest.at()
                        + " stands for line "
                        + furthest.link().position()));
    next = checkpoints.size();
    return List.copyOf(findings);
  }

  /** How many lines were taken. */
  public long lines() {
    return lines;
  }

  /** The good checkpoint that reaches furthest. */
  public Optional<Checkpoint> furthest() {
    return checkpoints.isEmpty() ? Optional.empty() : Optional.of(checkpoints.getLast());
  }

  /** Against the checkpoints that stand for the line just taken. */
  private void compare() {
    boolean said = false;
    while (next < checkpoints.size()
        && checkpoints.get(next).link().position() <= last.position()) {
      Checkpoint checkpoint = checkpoints.get(next);
      next++;
      boolean same = checkpoint.link().equals(last);
      boolean here = checkpoint.link().position() == last.position();
      if (here && !same && !said) {
        said = true; // Once for a line: all checkpoints of it say so.
        findings.add(
            before.map(SealedLine::toString).orElse("")
                + " is not the line that the checkpoint of "
                + checkpoint.at()
                + " stands for: the log was written anew up to here");
      }
    }
  }

  private String place() {
    return before.map(SealedLine::toString).orElse("the beginning");
  }

  private static String missing(long first, long last) {
    return first == last
        ? "line " + first + " is missing"
        : "lines " + first + " to " + last + " are missing (" + (last - first + 1) + " lines)";
  }
}
