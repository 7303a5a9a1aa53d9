package dev.automat.provisioner.gcp.account;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of all links to Google's gRPC services. gRPC has some of its own, which all channels
 * of a class loader share: those end a while after the last channel, and nobody can wait for it. So
 * each of the ways to them is taken here, also that of TLS, which asks for the ones of the names.
 */
final class GrpcThreads implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GrpcThreads.class);

  /**
   * Connections are few, and what is done about an answer is done on a thread of {@link #calls}.
   */
  private static final int LOOPS = 2;

  /** Closing a plugin may take five seconds, and this takes milliseconds. */
  private static final long PATIENCE_SECONDS = 2;

  private final NioEventLoopGroup loops =
      new NioEventLoopGroup(
          LOOPS, Thread.ofPlatform().daemon().name("google-connections-", 0).factory());
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /** A channel that starts no other threads. */
  ManagedChannel open(NettyChannelBuilder builder) {
    return builder
        .eventLoopGroup(loops)
        .channelType(NioSocketChannel.class)
        .executor(calls)
        .offloadExecutor(calls)
        .build();
  }

  /** For what Google's clients do beside calls. */
  ScheduledExecutorService background() {
    return background;
  }

  /**
   * After the channels were closed: ends them, and waits for that. One that Netty itself begins
   * then, to tell of it, ends a second later. The loops go first: they hand the ends of calls to
   * {@link #calls}, and who waits for such an end would wait for ever.
   */
  @Override
  public void close() {
    background.shutdownNow();
    boolean ended =
        loops
            .shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS)
            .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      log.warn("the threads of the connections to Google do not end");
    }
    calls.shutdownNow();
  }
}
