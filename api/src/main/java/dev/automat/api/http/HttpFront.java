package dev.automat.api.http;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Handler;
import dev.automat.config.Configuration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening server. */
public final class HttpFront implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

  /** Nothing that is waited for can hang: it is a machine that is busy with something else. */
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private static final int MOST_LOOPS = 4;
  private static final long TLS_LOOK_MILLIS = 2_000;

  private final Vertx vertx;
  private final Desk desk;
  private final InFlight inFlight;
  private final OpenConnections connections;
  private final List<HttpLoop> running = new CopyOnWriteArrayList<>();
  private final Duration drain;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicInteger port = new AtomicInteger();

  private HttpFront(Configuration.Http settings, MeterRegistry meters) {
    // No file is served, so Vert.x need not make a cache directory for them.
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    this.desk = new Desk(stopping::get);
    this.inFlight = new InFlight(meters, settings.requestTimeout());
    this.connections = new OpenConnections(settings.headTimeout(), meters);
    this.drain = settings.drain();
    Gauge.builder("automat.http.in.flight", inFlight, InFlight::size)
        .description("Requests without an answer yet")
        .register(meters);
  }

  /**
   * Mounts every operation and listens.
   *
   * @throws IllegalStateException if an operation has no handler or a handler no operation
   * @throws PortUnavailableException if the port can not be had
   * @throws TlsUnusableException if it shall serve TLS, and there is nothing to do that with
   */
  public static HttpFront start(
      Configuration.Http settings,
      Contract contract,
      Map<String, Handler> handlers,
      MeterRegistry meters,
      InstantSource clock) {
    requireComplete(contract, handlers.keySet());
    HttpFront front = new HttpFront(settings, meters);
    try {
      front.listen(settings, contract, handlers, clock);
      return front;
    } catch (RuntimeException e) {
      front.vertx.close();
      front.desk.close();
      throw e;
    }
  }

  private static void requireComplete(Contract contract, Set<String> handlers) {
    Set<String> operations =
        new TreeSet<>(contract.operations().stream().map(Operation::id).toList());
    Set<String> lacking = new TreeSet<>(operations);
    lacking.removeAll(handlers);
    Set<String> surplus = new TreeSet<>(handlers);
    surplus.removeAll(operations);
    if (!lacking.isEmpty() || !surplus.isEmpty()) {
      throw new IllegalStateException(
          "contract and handlers differ: without handler "
              + lacking
              + ", without operation "
              + surplus);
    }
  }

  private void listen(
      Configuration.Http settings,
      Contract contract,
      Map<String, Handler> handlers,
      InstantSource clock) {
    HttpServerOptions options = options(settings);
    Optional<TlsReload> tls =
        settings.tls().map(files -> new TlsReload(new TlsFiles(files, clock), vertx));
    tls.ifPresent(files -> serveOver(files, options));
    Limits limits = new Limits(settings.limits(), System::nanoTime);
    Routes routes =
        new Routes(contract, handlers, settings, clock, desk, inFlight, connections, limits);
    int loops = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
    await(
        vertx.deployVerticle(
            () -> {
              HttpLoop loop = new HttpLoop(options, routes, stopping::get, connections, port);
              running.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(loops)),
        settings);
    vertx.setPeriodic(
        500,
        _ -> {
          inFlight.answerLate();
          connections.closeIdle();
        });
    tls.ifPresent(this::watch);
  }

  private static void serveOver(TlsReload tls, HttpServerOptions options) {
    ServerSSLOptions served = tls.options();
    options
        .setSsl(true)
        .setUseAlpn(served.isUseAlpn())
        .setKeyCertOptions(served.getKeyCertOptions())
        .setTrustOptions(served.getTrustOptions())
        .setClientAuth(served.getClientAuth())
        .setEnabledSecureTransportProtocols(served.getEnabledSecureTransportProtocols());
  }

  /** Files that were put there by a link that moved have no event that all systems agree on. */
  private void watch(TlsReload tls) {
    vertx.setPeriodic(
        TLS_LOOK_MILLIS,
        _ ->
            vertx
                .executeBlocking(
                    () -> {
                      tls.look(options -> running.forEach(loop -> loop.serve(options)));
                      return true;
                    })
                .onFailure(e -> LOG.error("the certificate's files were not looked at", e)));
  }

  private static HttpServerOptions options(Configuration.Http settings) {
    long idle = settings.requestTimeout().plusSeconds(30).toSeconds();
    return new HttpServerOptions()
        .setHost(settings.host().replaceAll("[\\[\\]]", ""))
        .setPort(settings.port())
        .setIdleTimeout((int) Math.min(idle, Integer.MAX_VALUE))
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(false)
        .setMaxInitialLineLength(4096)
        .setMaxHeaderSize(16384);
  }

  private static void await(Future<?> future, Configuration.Http settings) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BindException bind) {
        throw new PortUnavailableException(settings.host(), settings.port(), bind);
      }
      throw new IllegalStateException("HTTP did not start", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("HTTP did not start within " + START_LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while HTTP started", e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return port.get();
  }

  /**
   * From now on new requests are answered with 503, and streams end. Call it before what waits for
   * the engine is let go.
   */
  public void beginStop() {
    stopping.set(true);
  }

  /**
   * Waits for requests under way and for the ends of streams, at most as long as configured, then
   * closes. Streams that nobody reads end sooner.
   */
  @Override
  public void close() {
    beginStop();
    long end = System.nanoTime() + drain.toNanos();
    while (isBusy() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    int cutStreams = desk.openStreams() + desk.unreadStreams();
    if (!inFlight.isEmpty() || cutStreams > 0) {
      LOG.warn(
          "{} requests were cut off, and {} streams; http.drain is {} s",
          inFlight.size(),
          cutStreams,
          drain.toSeconds());
    }
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("HTTP did not stop cleanly: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    desk.close();
  }

  /** A stream ends by itself soon after {@link #beginStop}, and its client shall read its end. */
  private boolean isBusy() {
    return !inFlight.isEmpty() || desk.openStreams() > 0;
  }
}
