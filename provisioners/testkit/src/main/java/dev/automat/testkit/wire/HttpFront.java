package dev.automat.testkit.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.automat.testkit.server.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The port at which clients of a stand-in for a cloud call: it can stop listening, and listen
 * again.
 */
public final class HttpFront implements AutoCloseable {

  /** Says what becomes of a call. */
  @FunctionalInterface
  public interface Answerer {
    /** The answer; nothing to cut the connection. */
    Optional<Answer> answer(String method, String path, List<Header> headers, byte[] body);
  }

  /**
   * An answer.
   *
   * @param headers without those that are about the connection
   */
  public record Answer(int status, List<Header> headers, String body) {

    /** Copies the headers. */
    public Answer {
      headers = List.copyOf(headers);
    }
  }

  /** What a server says itself of each connection. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "transfer-encoding", "date");

  static {
    // Head and body of an answer are two packets: held back, the second waits 40 ms for the first
    // one's receipt. The server reads this once, when it is first used.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int ATTEMPTS = 10;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Answerer answerer;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;
  private Optional<HttpServer> server;

  /**
   * @param wanted the port; 0 for a free one
   */
  public HttpFront(Answerer answerer, int wanted) throws IOException {
    this.answerer = answerer;
    HttpServer first = wanted == 0 ? listenAnywhere() : listen(wanted);
    this.port = first.getAddress().getPort();
    this.server = Optional.of(first);
  }

  /** Where it listens, also while nobody does. */
  public int port() {
    return port;
  }

  /** Refuses connections, and cuts those that stand. */
  public synchronized void leave() {
    server.ifPresent(one -> one.stop(0));
    server = Optional.empty();
  }

  /** Listens again at the same port. */
  public synchronized void comeBack() {
    if (server.isPresent()) {
      return;
    }
    // The system may keep the port a moment for what is left of a connection that was cut.
    long limit = System.nanoTime() + PATIENCE;
    while (server.isEmpty()) {
      try {
        server = Optional.of(listen(port));
      } catch (BindException taken) {
        if (System.nanoTime() > limit) {
          throw new UncheckedIOException(taken);
        }
        Thread.onSpinWait();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  @Override
  public void close() {
    leave();
    threads.shutdownNow();
  }

  /** Somebody else may take a port that was free just now. */
  private HttpServer listenAnywhere() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return listen(FreePort.find());
      } catch (BindException taken) {
        if (attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  private HttpServer listen(int wanted) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
    made.setExecutor(threads);
    made.createContext("/", this::serve);
    made.start();
    return made;
  }

  private void serve(HttpExchange exchange) throws IOException {
    // Closing without an answer cuts the connection.
    try (exchange) {
      List<Header> headers = new ArrayList<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional<Answer> answer =
          answerer.answer(
              exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
      if (answer.isPresent()) {
        send(exchange, answer.get());
      }
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    for (Header header : answer.headers()) {
      if (!OF_THE_CONNECTION.contains(header.name().toLowerCase(Locale.ROOT))) {
        exchange.getResponseHeaders().add(header.name(), header.value());
      }
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
