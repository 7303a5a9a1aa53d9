package dev.automat.api.handler;

import dev.automat.api.document.StackDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.engine.Connections;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Membership;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.stack.Stack;
import dev.automat.stack.StackState;
import dev.automat.store.StackStore;
import dev.automat.store.StackStore.Line;
import dev.automat.store.StackStore.Place;
import dev.automat.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents of stacks, pages of them, their timelines and connections. */
final class StackReadHandlers {

  private static final long PAGE = 100;

  private final StackLookup lookup;
  private final Store store;
  private final Connections connections;
  private final StackReplies replies;
  private final Settling settling;
  private final StackDocument documents;

  StackReadHandlers(
      Services services,
      StackLookup lookup,
      StackReplies replies,
      Settling settling,
      StackDocument documents) {
    this.lookup = lookup;
    this.store = services.store();
    this.connections = services.connections();
    this.replies = replies;
    this.settling = settling;
    this.documents = documents;
  }

  Reply get(Call call) throws InterruptedException {
    Optional<Duration> wait = settling.granted(call);
    StackState state = lookup.alive(call);
    if (wait.isPresent()) {
      // One that is gone when the wait ends is shown as it last stood: that is what was waited for.
      return replies.document(200, settling.await(state, wait.get()), Answers.applied(wait.get()));
    }
    String etag = StackReplies.etag(state);
    return call.header("if-none-match").filter(tags -> ETags.matches(tags, etag)).isPresent()
        ? Reply.empty(304, Map.of("ETag", etag))
        : replies.document(200, state, Map.of());
  }

  Reply list(Call call) {
    String team = call.pathParameter("team");
    boolean gone = call.flag("deleted");
    String filters = team + gone;
    Optional<String> after = call.queryParameter("cursor").map(text -> Cursor.read(text, filters));
    int limit = (int) call.number("limit", PAGE);
    List<StackState> found =
        ResourceKey.isName(team) ? store.stacks().list(team, gone, after, limit + 1) : List.of();
    List<StackState> shown = found.subList(0, Math.min(found.size(), limit));
    ObjectNode page = Json.object();
    ArrayNode items = page.putArray("items");
    shown.forEach(state -> items.add(documents.of(state)));
    if (found.size() > limit) {
      page.put("next", Cursor.write(shown.getLast().stack().uid(), filters));
    }
    return Reply.json(200, page);
  }

  Reply events(Call call) {
    Stack stack = lookup.newest(call).stack();
    Place after = call.queryParameter("cursor").map(StackReadHandlers::place).orElse(Place.FIRST);
    int limit = (int) call.number("limit", PAGE);
    List<Line> lines = store.stacks().events(stack.uid(), after, limit + 1);
    List<Line> shown = lines.subList(0, Math.min(lines.size(), limit));
    ObjectNode page = Json.object().put("uid", stack.uid());
    ArrayNode items = page.putArray("items");
    shown.forEach(line -> event(stack.membership(), line, items.addObject()));
    if (lines.size() > limit) {
      page.put("next", text(shown.getLast().place()));
    }
    return Reply.json(200, page);
  }

  private static void event(Membership in, Line line, ObjectNode node) {
    Event event = line.event();
    node.put("member", in.memberOf(line.key()))
        .put("kind", line.key().kind())
        .put("name", line.key().name())
        .put("uid", event.uid())
        .put("sequence", event.sequence())
        .put("at", event.at().toString())
        .put("level", event.level().name())
        .put("reason", event.reason())
        .put("message", event.message());
  }

  private static String text(StackStore.Place place) {
    String plain = place.at() + " " + place.uid() + " " + place.sequence();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static Place place(String cursor) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 3);
      return new Place(Instant.parse(parts[0]), parts[1], Long.parseLong(parts[2]));
    } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw Problem.of(
              ProblemCode.INVALID_PARAMETER,
              "the parameter cursor can not be used: it is not a cursor",
              "send the next of the page before, or begin without cursor")
          .exception();
    }
  }

  Reply connection(Call call) {
    StackState state = lookup.alive(call);
    ObjectNode body = Json.object();
    for (Resource member : state.wanted()) {
      String name = StackState.memberOf(member);
      try {
        ObjectNode entries = body.putObject(name);
        connections.connect(member).forEach(entries::put);
      } catch (Connections.NotConnectableException e) {
        throw Problem.of(
                ProblemCode.NOT_CONNECTABLE,
                name + ": " + e.getMessage(),
                "wait until all of it is ready: GET "
                    + state.stack().key().href()
                    + " with Prefer: wait=60")
            .withStack(Optional.of(state))
            .exception();
      }
    }
    return Reply.json(200, body);
  }
}
