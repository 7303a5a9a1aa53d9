package dev.automat.provisioner.local.cache;

/** The server that caches are made on. Safe for use by many threads at once. */
interface RedisServer extends AutoCloseable {

  /**
   * Where the server listens; starts it first, if it is ours to start.
   *
   * @throws dev.automat.spi.ProvisionerException if it can not be started
   */
  RedisEndpoint endpoint();

  /** Says that it did not answer, so that the next {@link #endpoint()} looks at it again. */
  void suspect();

  /** Stops the server if it is ours, within five seconds. It can not be used any more. */
  @Override
  void close();
}
