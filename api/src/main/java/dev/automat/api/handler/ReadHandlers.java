package dev.automat.api.handler;

import dev.automat.api.document.Envelope;
import dev.automat.api.document.ResourceDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.identity.Permission;
import dev.automat.identity.Reach;
import dev.automat.resource.Json;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents, pages of documents, and connections. */
final class ReadHandlers {

  private static final long PAGE = 100;

  /** Which page it is, and not what is shown. */
  private static final Set<String> PAGING = Set.of("cursor", "limit");

  private final Lookup lookup;
  private final Store store;
  private final Catalog catalog;
  private final ConnectionReplies connections;
  private final Answers answers;
  private final Settling settling;
  private final ResourceDocument documents;

  ReadHandlers(
      Services services,
      Lookup lookup,
      Answers answers,
      Settling settling,
      ResourceDocument documents,
      ConnectionReplies connections) {
    this.lookup = lookup;
    this.store = services.store();
    this.catalog = services.catalog();
    this.connections = connections;
    this.answers = answers;
    this.settling = settling;
    this.documents = documents;
  }

  Reply get(Call call) throws InterruptedException {
    Optional<Duration> wait = settling.granted(call);
    if (wait.isPresent()) {
      // One that is gone when the wait ends is shown as it last stood: that is what was waited for.
      Resource settled = settling.await(lookup.alive(call), wait.get());
      return answers.document(200, settled, Answers.applied(wait.get()));
    }
    Resource resource = lookup.alive(call);
    return call.header("if-none-match").filter(tags -> ETags.matches(tags, resource)).isPresent()
        ? Reply.empty(304, Map.of("ETag", ETags.of(resource)))
        : answers.document(200, resource, Map.of());
  }

  Reply byUid(Call call) {
    String uid = call.pathParameter("uid");
    Optional<Resource> found = uid.matches("[a-z2-7]{20}") ? store.byUid(uid) : Optional.empty();
    return found
        .filter(resource -> isSeen(call, resource.key().team()))
        .map(resource -> answers.document(200, resource, Map.of()))
        .orElseThrow(
            () ->
                Problem.of(
                        ProblemCode.NOT_FOUND,
                        "no incarnation has the uid " + uid,
                        "a uid is in metadata.uid of a document")
                    .exception());
  }

  private static boolean isSeen(Call call, String team) {
    boolean seen = call.caller().may(Permission.RESOURCE_READ, team);
    if (!seen) {
      call.witness().denied(team, "no team of theirs");
    }
    return seen;
  }

  Reply list(Call call) {
    ResourceFilter filter = filter(call);
    String filters = filters(call);
    Optional<String> after = call.queryParameter("cursor").map(text -> Cursor.read(text, filters));
    int limit = (int) call.number("limit", PAGE);
    List<Resource> found =
        filter.teams().filter(Set::isEmpty).isPresent()
            ? List.of()
            : store.list(filter, after, limit + 1);
    List<Resource> shown = found.subList(0, Math.min(found.size(), limit));
    ObjectNode page = page(shown);
    if (found.size() > limit) {
      page.put("next", Cursor.write(shown.getLast().uid(), filters));
    }
    return Reply.json(200, page);
  }

  /** As they were asked for: what can be seen may change from page to page. */
  private static String filters(Call call) {
    SortedMap<String, String> filters = new TreeMap<>(call.query());
    filters.keySet().removeAll(PAGING);
    return filters.toString();
  }

  /** Those that were asked for and can be seen; a team that can not be one holds nothing. */
  private static Optional<Set<String>> teams(Call call) {
    Optional<String> asked = call.queryParameter("team");
    if (asked.isPresent()) {
      boolean seen = ResourceKey.isName(asked.get()) && isSeen(call, asked.get());
      return Optional.of(seen ? Set.of(asked.get()) : Set.of());
    }
    return switch (call.caller().reach(Permission.RESOURCE_READ)) {
      case Reach.Everywhere _ -> Optional.empty();
      case Reach.In(Set<String> teams) -> Optional.of(teams);
    };
  }

  private ObjectNode page(List<Resource> resources) {
    ObjectNode page = Json.object();
    ArrayNode items = page.putArray("items");
    resources.forEach(resource -> items.add(documents.of(resource, OptionalInt.empty())));
    return page;
  }

  private ResourceFilter filter(Call call) {
    return new ResourceFilter(
        teams(call),
        call.queryParameter("kind").map(this::kindNamed),
        call.queryParameter("environment"),
        call.queryParameter("phase").map(Phase::valueOf),
        call.queryParameter("stack"),
        call.queryParameter("managedBy"),
        call.flag("deleted"));
  }

  private String kindNamed(String word) {
    return Envelope.kindNamed(word, catalog)
        .map(Kind::name)
        .orElseThrow(
            () ->
                Problem.unknown(
                        ProblemCode.INVALID_PARAMETER,
                        "the parameter kind names no kind: " + word,
                        word,
                        catalog.kinds().stream().map(Kind::name).toList())
                    .exception());
  }

  Reply connection(Call call) {
    return connections.of(call, lookup.alive(call));
  }
}
