package dev.automat.testkit.gcp;

import dev.automat.testkit.server.FreePort;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The port at which clients of a fake call: it can stop listening, and listen again. */
final class GrpcFront implements AutoCloseable {

  private static final int ATTEMPTS = 10;
  private static final int LOOPS = 2;
  private static final long LOOPS_END_SECONDS = 2;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final List<ServerServiceDefinition> services;
  private final ServerInterceptor interceptor;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * On the JDK's sockets. Native ones stand still when the class loader of another copy of the
   * library goes, that of a plugin tried on its own: with it go their methods from the whole
   * process.
   */
  private final NioEventLoopGroup loops =
      new NioEventLoopGroup(
          LOOPS, Thread.ofPlatform().daemon().name("fake-connections-", 0).factory());

  private final int port;
  private Optional<Server> server;

  GrpcFront(List<ServerServiceDefinition> services, ServerInterceptor interceptor) {
    this.services = List.copyOf(services);
    this.interceptor = interceptor;
    try {
      Server first = listenAnywhere();
      this.port = first.getPort();
      this.server = Optional.of(first);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Where it listens, also while nobody does. */
  int port() {
    return port;
  }

  /** Refuses connections, and cuts those that stand. */
  synchronized void leave() {
    server.ifPresent(GrpcFront::stop);
    server = Optional.empty();
  }

  private static void stop(Server running) {
    running.shutdownNow();
    try {
      running.awaitTermination(PATIENCE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Listens again at the same port. */
  synchronized void comeBack() {
    // The system may keep the port a moment for what is left of a connection that was cut.
    long limit = System.nanoTime() + PATIENCE;
    while (server.isEmpty()) {
      try {
        server = Optional.of(listen(port));
      } catch (IOException taken) {
        if (System.nanoTime() > limit) {
          throw new UncheckedIOException(taken);
        }
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    leave();
    loops
        .shutdownGracefully(0, LOOPS_END_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(PATIENCE, TimeUnit.NANOSECONDS);
    threads.shutdownNow();
  }

  /** Somebody else may take a port that was free just now. */
  private Server listenAnywhere() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int free = FreePort.find();
      try {
        return listen(free);
      } catch (IOException taken) {
        if (attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  private Server listen(int wanted) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelType(NioServerSocketChannel.class)
            .executor(threads);
    services.forEach(
        service -> builder.addService(ServerInterceptors.intercept(service, interceptor)));
    return builder.build().start();
  }
}
