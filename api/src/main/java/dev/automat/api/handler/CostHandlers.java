package dev.automat.api.handler;

import dev.automat.api.document.CostItems;
import dev.automat.api.document.Envelope;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.cost.Usage;
import dev.automat.identity.Permission;
import dev.automat.identity.Reach;
import dev.automat.resource.Json;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is estimated to be paid for, as far as the caller may look. */
final class CostHandlers {

  private static final long PAGE = 100;
  private static final String RESOURCE = "resource";

  /** Which page it is, and not what is shown. */
  private static final Set<String> PAGING = Set.of("cursor", "limit");

  private final Store store;
  private final Catalog catalog;
  private final StoreClock clock;

  CostHandlers(Services services) {
    this.store = services.store();
    this.catalog = services.catalog();
    this.clock = services.clock();
  }

  Reply list(Call call) {
    Optional<Set<String>> teams = teams(call);
    Optional<String> kind = call.queryParameter("kind").map(this::kindNamed);
    Optional<String> environment = call.queryParameter("environment");
    String by = call.queryParameter("by").orElse(RESOURCE);
    ObjectNode body = Json.object().put("asOf", clock.instant().toString());
    if (teams.filter(Set::isEmpty).isPresent()) {
      body.putArray("items");
    } else if (by.equals(RESOURCE)) {
      resources(call, new ResourceFilter(teams, kind, environment, Optional.empty(), true), body);
    } else {
      body.set("items", CostItems.sums(by, usage(teams, kind, environment)));
    }
    return Reply.json(200, body);
  }

  /** In the order of their uids. A page may be shorter, as tombstones mostly cost nothing. */
  private void resources(Call call, ResourceFilter filter, ObjectNode body) {
    String filters = filters(call);
    Optional<String> after = call.queryParameter("cursor").map(text -> Cursor.read(text, filters));
    int limit = (int) call.number("limit", PAGE);
    List<Resource> found = store.list(filter, after, limit + 1);
    List<Resource> shown = found.subList(0, Math.min(found.size(), limit));
    ArrayNode items = body.putArray("items");
    shown.forEach(resource -> CostItems.of(resource).ifPresent(items::add));
    if (found.size() > limit) {
      body.put("next", Cursor.write(shown.getLast().uid(), filters));
    }
  }

  /** As they were asked for: what can be seen may change from page to page. */
  private static String filters(Call call) {
    Map<String, String> filters = new TreeMap<>(call.query());
    filters.keySet().removeAll(PAGING);
    return filters.toString();
  }

  private Map<String, Usage> usage(
      Optional<Set<String>> teams, Optional<String> kind, Optional<String> environment) {
    Map<String, Usage> usage = new TreeMap<>();
    store
        .usage(teams)
        .forEach(
            (team, all) ->
                usage.put(
                    team,
                    new Usage(
                        all.sums().stream()
                            .filter(sum -> kind.map(sum.kind()::equals).orElse(true))
                            .filter(sum -> environment.map(sum.environment()::equals).orElse(true))
                            .toList())));
    return usage;
  }

  /** Those that were asked for and can be seen; empty: all. */
  private static Optional<Set<String>> teams(Call call) {
    Reach reach = call.caller().reach(Permission.RESOURCE_READ);
    Optional<String> asked = call.queryParameter("team");
    if (asked.isPresent()) {
      boolean seen = ResourceKey.isName(asked.get()) && reach.includes(asked.get());
      if (!seen) {
        call.witness().denied(asked.get(), "not the costs of a team of theirs");
      }
      return Optional.of(seen ? Set.of(asked.get()) : Set.of());
    }
    return switch (reach) {
      case Reach.Everywhere _ -> Optional.empty();
      case Reach.In(Set<String> own) -> Optional.of(own);
    };
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
}
