package dev.automat.trial;

import dev.automat.resource.Json;
import dev.automat.testkit.wire.Header;
import dev.automat.testkit.wire.HttpFront;
import dev.automat.testkit.wire.HttpFront.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An API that shows what a test says; the list says the same, unless it is told otherwise. */
final class MadeUpApi implements AutoCloseable {

  private static final String EVENTS = "/events?limit=500";

  /** The documents of what is there, by path. */
  final Map<String, ObjectNode> documents = new ConcurrentSkipListMap<>();

  /** Whether a copy is kept of what is gone, by path. */
  final Map<String, Boolean> gone = new ConcurrentSkipListMap<>();

  /** Other timelines than those of what was made and can be used. */
  final Map<String, ObjectNode> events = new ConcurrentSkipListMap<>();

  /** What the sweep found. */
  final List<String> leaks = new ArrayList<>();

  private final AtomicInteger lies = new AtomicInteger();
  private final HttpFront front;
  private volatile Consumer<List<JsonNode>> lie = _ -> {};

  MadeUpApi() throws IOException {
    front = new HttpFront(this::answer, 0);
  }

  Talk talk() {
    return new Talk("http://127.0.0.1:" + front.port(), "nobody asks");
  }

  /** The list is so much wrong so often. */
  void lieInTheList(int times, Consumer<List<JsonNode>> how) {
    lies.set(times);
    lie = how;
  }

  private Optional<Answer> answer(String method, String path, List<Header> headers, byte[] body) {
    if (method.equals("POST")) {
      return Optional.of(answer(202, Json.object()));
    }
    return Optional.of(
        switch (path) {
          case "/v1/resources?limit=500" -> answer(200, page(list()));
          case "/v1/leaks" -> answer(200, page(leaks.stream().map(MadeUpApi::leak).toList()));
          default -> path.endsWith(EVENTS) ? timeline(path) : document(path);
        });
  }

  private static JsonNode leak(String name) {
    return Json.object().put("externalName", name);
  }

  private List<JsonNode> list() {
    List<JsonNode> all = new ArrayList<>(documents.values());
    if (lies.getAndDecrement() > 0) {
      lie.accept(all);
    }
    return all;
  }

  private Answer document(String path) {
    return Optional.ofNullable(documents.get(path))
        .map(document -> answer(200, document))
        .or(
            () ->
                Optional.ofNullable(gone.get(path))
                    .map(copy -> answer(410, Json.object().put("recoverable", copy))))
        .orElseGet(() -> answer(404, Json.object()));
  }

  private Answer timeline(String path) {
    String of = path.substring(0, path.length() - EVENTS.length());
    return answer(200, events.getOrDefault(of, timeline("Creating", "Available")));
  }

  /** Events of those reasons. */
  static ObjectNode timeline(String... reasons) {
    List<JsonNode> all = new ArrayList<>();
    for (String reason : reasons) {
      all.add(Json.object().put("sequence", all.size() + 1).put("reason", reason));
    }
    return page(all);
  }

  private static ObjectNode page(List<JsonNode> items) {
    ObjectNode page = Json.object();
    page.putArray("items").addAll(items);
    return page;
  }

  private static Answer answer(int status, JsonNode body) {
    return new Answer(
        status, List.of(new Header("Content-Type", "application/json")), Json.write(body));
  }

  @Override
  public void close() {
    front.close();
  }
}
