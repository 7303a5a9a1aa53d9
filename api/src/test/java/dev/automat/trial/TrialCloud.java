package dev.automat.trial;

/** A cloud for which there is a stand-in that can be hostile. */
enum TrialCloud {
  AWS,
  GCP;

  /**
   * @param seed of what goes wrong, once something is to go wrong
   */
  Ground prepare(long seed) {
    return switch (this) {
      case AWS -> AwsGround.prepare(seed);
      case GCP -> GcpGround.prepare(seed);
    };
  }
}
