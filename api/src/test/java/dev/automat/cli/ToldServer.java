package dev.automat.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A server that answers what a test told it, so that moments stand still that else are short. */
final class ToldServer implements AutoCloseable {

  /** What was asked: method, path, and the header that says in whose name. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<String> bodies = new CopyOnWriteArrayList<>();

  private record Told(int status, String body) {}

  private final Map<String, Told> answers = new ConcurrentHashMap<>();
  private final HttpServer http;

  ToldServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
    answer(
        "GET /v1/catalog",
        200,
        """
        {"kinds": [
          {"kind": "Database", "plural": "databases", "modules": [
            {"module": "toy", "version": "1.0.0"}, {"module": "toy", "version": "1.1.0"}]},
          {"kind": "Queue", "plural": "queues", "modules": []}]}
        """);
  }

  /**
   * What to answer from now on.
   *
   * @param request method and path, without a query
   */
  void answer(String request, int status, String body) {
    answers.put(request, new Told(status, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getOrDefault("Automat-Managed-By", List.of()));
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Told told =
        answers.getOrDefault(
            request, new Told(404, "{\"code\": \"not-found\", \"title\": \"" + request + "\"}"));
    byte[] body = told.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(told.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** What a command said, and how it ended. */
  record Done(int exitCode, String out, String err) {}

  Done run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    Stream.of("--server", "http://127.0.0.1:" + http.getAddress().getPort()).forEach(all::add);
    int exitCode =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Done(exitCode, out.toString(), err.toString());
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
