package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.EventSource;
import dev.automat.api.exchange.Reply;
import dev.automat.notify.Outbox;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Resource;
import dev.automat.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The timeline of a resource, as a page or as a stream. */
final class EventHandler {

  private static final long PAGE = 100;

  /** Often enough that nothing in between takes the connection for dead. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Lookup lookup;
  private final Store store;
  private final ChangeSignals signals;

  EventHandler(Services services, Lookup lookup) {
    this.lookup = lookup;
    this.store = services.store();
    this.signals = services.signals();
  }

  Reply list(Call call) {
    Resource resource = lookup.newest(call);
    boolean stream =
        call.header("accept").filter(accept -> accept.contains("text/event-stream")).isPresent();
    return stream ? stream(resource, call) : page(resource, call);
  }

  private Reply page(Resource resource, Call call) {
    int limit = (int) call.number("limit", PAGE);
    List<Event> events = store.events(resource.uid(), call.number("after", 0), limit + 1);
    List<Event> shown = events.subList(0, Math.min(events.size(), limit));
    ObjectNode page = Json.object().put("uid", resource.uid());
    ArrayNode items = page.putArray("items");
    Map<Long, Outbox.Standing> told = standings(resource.uid(), shown);
    shown.forEach(
        event -> {
          ObjectNode item = json(event);
          Optional.ofNullable(told.get(event.sequence()))
              .ifPresent(standing -> put(standing, item.putObject("notice")));
          items.add(item);
        });
    if (events.size() > limit) {
      page.put("next", shown.getLast().sequence());
    }
    return Reply.json(200, page);
  }

  /** Which of them somebody is told of, and whether they are. */
  private Map<Long, Outbox.Standing> standings(String uid, List<Event> shown) {
    return shown.isEmpty()
        ? Map.of()
        : store
            .outbox()
            .standings(uid, shown.getFirst().sequence() - 1, shown.getLast().sequence());
  }

  private static void put(Outbox.Standing standing, ObjectNode notice) {
    notice.put("state", NoticeHandlers.text(standing.state()));
    standing.accepted().ifPresent(at -> notice.put("acceptedAt", at.toString()));
  }

  private Reply stream(Resource resource, Call call) {
    long after = after(resource, call);
    // 204 tells a browser's EventSource not to come back (HTML, server-sent events).
    boolean over = resource.isTombstone() && store.events(resource.uid(), after, 1).isEmpty();
    return over
        ? Reply.empty(204, Map.of())
        : new Reply.Stream(sink -> follow(resource, after, sink));
  }

  /** An id of another incarnation is behind all events of this one. */
  private static long after(Resource resource, Call call) {
    Optional<String> last = call.header("last-event-id");
    if (last.isEmpty()) {
      return call.number("after", 0);
    }
    int dash = last.get().indexOf('-');
    boolean ofThis = dash < 0 || last.get().substring(0, dash).equals(resource.uid());
    return ofThis ? Long.parseLong(last.get().substring(dash + 1)) : 0;
  }

  private void follow(Resource resource, long after, EventSource.Sink sink)
      throws InterruptedException {
    String uid = resource.uid();
    long seen = after;
    long quietSince = System.nanoTime();
    sink.send("retry: 2000\n\n");
    try (ChangeSignals.Signal signal = signals.listen(uid)) {
      while (sink.open()) {
        // What another team has now is no business of who began to listen here.
        boolean gone =
            store
                .byUid(uid)
                .filter(now -> now.isTombstone() || !now.key().equals(resource.key()))
                .isPresent();
        List<Event> news = store.events(uid, seen, (int) PAGE);
        for (Event event : news) {
          sink.send(text(event));
          seen = event.sequence();
        }
        if (!news.isEmpty()) {
          quietSince = System.nanoTime();
        } else if (gone) {
          sink.send("event: end\ndata: {}\n\n");
          return;
        } else {
          signal.await(HEARTBEAT);
          if (System.nanoTime() - quietSince > HEARTBEAT.toNanos()) {
            sink.send(": still here\n\n");
            quietSince = System.nanoTime();
          }
        }
      }
    }
  }

  private static String text(Event event) {
    return "id: %s-%d\ndata: %s\n\n"
        .formatted(event.uid(), event.sequence(), Json.write(json(event)));
  }

  private static ObjectNode json(Event event) {
    return Json.object()
        .put("sequence", event.sequence())
        .put("at", event.at().toString())
        .put("level", event.level().name())
        .put("reason", event.reason())
        .put("message", event.message());
  }
}
