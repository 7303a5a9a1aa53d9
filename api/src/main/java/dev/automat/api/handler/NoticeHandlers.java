package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.identity.Permission;
import dev.automat.identity.Reach;
import dev.automat.notify.Answer;
import dev.automat.notify.Dispatch;
import dev.automat.notify.Notice;
import dev.automat.notify.NoticeReport;
import dev.automat.notify.Outbox;
import dev.automat.resource.Json;
import dev.automat.resource.ResourceKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who was told of what, as far as the caller may look. */
final class NoticeHandlers {

  private static final long PAGE = 100;

  private final Outbox outbox;
  private final Dispatch dispatch;

  NoticeHandlers(Services services) {
    this.outbox = services.store().outbox();
    this.dispatch = services.notices();
  }

  Reply ofTeam(Call call) {
    return page(call, Optional.of(Set.of(call.pathParameter("team"))));
  }

  Reply list(Call call) {
    return page(call, teams(call));
  }

  private Reply page(Call call, Optional<Set<String>> teams) {
    int limit = (int) call.number("limit", PAGE);
    Optional<Set<String>> named =
        teams.map(ids -> Set.copyOf(ids.stream().filter(ResourceKey::isName).toList()));
    List<NoticeReport> found =
        named.filter(Set::isEmpty).isPresent()
            ? List.of()
            : outbox.page(
                named, call.flag("dead"), call.number("before", Long.MAX_VALUE), limit + 1);
    List<NoticeReport> shown = found.subList(0, Math.min(found.size(), limit));
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    shown.forEach(report -> items.add(json(report)));
    if (found.size() > limit) {
      body.put("next", shown.getLast().number());
    }
    return Reply.json(200, body);
  }

  private static Optional<Set<String>> teams(Call call) {
    Reach reach = call.caller().reach(Permission.RESOURCE_READ);
    Optional<String> asked = call.queryParameter("team");
    if (asked.isPresent()) {
      if (!reach.includes(asked.get())) {
        call.witness().denied(asked.get(), "not the notices of a team of theirs");
        return Optional.of(Set.of());
      }
      return Optional.of(Set.of(asked.get()));
    }
    return switch (reach) {
      case Reach.Everywhere _ -> Optional.empty();
      case Reach.In(Set<String> own) -> Optional.of(own);
    };
  }

  Reply redeliver(Call call) {
    String id = call.pathParameter("id");
    Optional<NoticeReport> found = isId(id) ? outbox.find(id) : Optional.empty();
    if (found.isEmpty()) {
      throw Problem.of(
              ProblemCode.NOT_FOUND,
              "there is no notice " + id,
              "ids are in the list: GET /v1/notices?dead=true")
          .exception();
    }
    if (dispatch.redeliver(id) == 0) {
      throw Problem.of(
              ProblemCode.NOT_DEAD,
              "no sink was given up for the notice " + id,
              "there is nothing to do: what is pending is tried by itself")
          .exception();
    }
    return Reply.json(202, json(outbox.find(id).orElseThrow()));
  }

  /** What can be no id is not looked for: a database takes not every text. */
  private static boolean isId(String text) {
    return text.matches("[a-z0-9-]{1,80}");
  }

  Reply test(Call call) {
    String sink = call.pathParameter("sink");
    Answer answer =
        dispatch
            .test(sink, "platform", call.caller().actor())
            .orElseThrow(
                () ->
                    Problem.unknown(
                            ProblemCode.NOT_FOUND,
                            "there is no sink " + sink,
                            sink,
                            dispatch.sinks(),
                            "name sinks in the configuration, under notify.sinks")
                        .exception());
    ObjectNode body = Json.object().put("sink", sink);
    switch (answer) {
      case Answer.Accepted _ -> body.put("accepted", true);
      case Answer.Failed failed -> body.put("accepted", false).put("error", failed.error());
    }
    return Reply.json(200, body);
  }

  private static ObjectNode json(NoticeReport report) {
    Notice notice = report.notice();
    ObjectNode node =
        Json.object()
            .put("id", notice.id())
            .put("uid", notice.uid())
            .put("team", notice.team())
            .put("kind", notice.kind())
            .put("name", notice.name())
            .put("at", notice.at().toString())
            .put("level", notice.level().name())
            .put("reason", notice.reason())
            .put("message", notice.message())
            .put("state", text(report.state()));
    report.accepted().ifPresent(at -> node.put("acceptedAt", at.toString()));
    ArrayNode deliveries = node.putArray("deliveries");
    for (NoticeReport.ToSink each : report.deliveries()) {
      ObjectNode delivery =
          deliveries
              .addObject()
              .put("sink", each.sink())
              .put("state", each.state())
              .put("attempts", each.attempts());
      each.next().ifPresent(at -> delivery.put("nextAttemptAt", at.toString()));
      each.accepted().ifPresent(at -> delivery.put("acceptedAt", at.toString()));
      if (each.archive()) {
        delivery.put("archive", true);
      }
      if (!each.lastError().isEmpty()) {
        delivery.put("lastError", each.lastError());
      }
    }
    return node;
  }

  static String text(NoticeReport.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
