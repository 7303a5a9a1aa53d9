package dev.automat.provisioner.aws.conformance;

/** Nothing was run; the message says why, and what to do. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Refused(String message) {
    super(message);
  }
}
