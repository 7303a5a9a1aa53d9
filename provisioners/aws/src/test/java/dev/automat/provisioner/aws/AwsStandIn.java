package dev.automat.provisioner.aws;

import dev.automat.testkit.aws.HostileAws;
import dev.automat.testkit.aws.MotoServer;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/**
 * A hostile proxy of one's own before the moto server that all tests of this Java machine share:
 * each has an account of its own in there, and a moto takes seconds of computing to start.
 */
public final class AwsStandIn implements AutoCloseable {

  /** The same faults in every run. */
  private static final long SEED = 1;

  private final MotoServer moto = MotoServer.shared();
  private final HostileAws hostile;

  /**
   * @param clock by which the proxy does what takes time
   */
  public AwsStandIn(InstantSource clock) {
    hostile = HostileAws.before(moto, clock, SEED);
  }

  /** Past every disruption. */
  public URI direct() {
    return moto.endpoint();
  }

  /** Where the plugin calls. */
  public URI endpoint() {
    return hostile.endpoint();
  }

  /** What can be done to the cloud: how long things take, what goes wrong. */
  public HostileAws hostile() {
    return hostile;
  }

  /**
   * @throws IllegalStateException if something went wrong in the proxy itself
   */
  @Override
  public void close() {
    hostile.close();
    List<String> broken = hostile.ownFailures();
    if (!broken.isEmpty()) {
      throw new IllegalStateException("the proxy itself failed: " + broken);
    }
  }
}
