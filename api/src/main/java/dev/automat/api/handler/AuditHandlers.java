package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Reply;
import dev.automat.audit.AuditChain;
import dev.automat.audit.AuditLog;
import dev.automat.audit.SealedLine;
import dev.automat.identity.Permission;
import dev.automat.identity.Reach;
import dev.automat.resource.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The audit log, as far as the caller may look. */
final class AuditHandlers {

  private static final long PAGE = 100;

  private final AuditLog log;
  private final AuditChain chain;

  AuditHandlers(Services services) {
    this.log = services.store().audit();
    this.chain = services.store().auditChain();
  }

  Reply page(Call call) {
    int limit = (int) call.number("limit", PAGE);
    Optional<Set<String>> teams = teams(call);
    List<AuditLog.Appended> found =
        teams.filter(Set::isEmpty).isPresent()
            ? List.of()
            : log.page(teams, call.number("before", Long.MAX_VALUE), limit + 1);
    List<AuditLog.Appended> shown = found.subList(0, Math.min(found.size(), limit));
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    shown.forEach(each -> items.add(Json.tree(each.entry().members(each.sequence()))));
    if (found.size() > limit) {
      body.put("next", shown.getLast().sequence());
    }
    return Reply.json(200, body);
  }

  /** In the order of the chain, for whoever checks it: all teams, or it could not be checked. */
  Reply lines(Call call) {
    int limit = (int) call.number("limit", PAGE);
    List<SealedLine> found = chain.after(call.number("after", 0), limit + 1);
    List<SealedLine> shown = found.subList(0, Math.min(found.size(), limit));
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    shown.forEach(line -> items.add(Json.tree(line.members())));
    if (found.size() > limit) {
      body.put("next", shown.getLast().link().position());
    }
    return Reply.json(200, body);
  }

  private static Optional<Set<String>> teams(Call call) {
    Reach reach = call.caller().reach(Permission.AUDIT_READ);
    Optional<String> asked = call.queryParameter("team");
    if (asked.isPresent()) {
      if (!reach.includes(asked.get())) {
        call.witness().denied(asked.get(), "not the log of a team of theirs");
        return Optional.of(Set.of());
      }
      return Optional.of(Set.of(asked.get()));
    }
    return switch (reach) {
      case Reach.Everywhere _ -> Optional.empty();
      case Reach.In(Set<String> teams) -> Optional.of(teams);
    };
  }
}
