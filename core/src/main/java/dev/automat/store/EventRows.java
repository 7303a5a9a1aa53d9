package dev.automat.store;

import dev.automat.resource.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * New lines of timelines, gathered in a transaction and added by one statement. Those that are also
 * sent go into the outbox by a second one, so that both are there or none is.
 */
final class EventRows {

  /**
   * @param team another than the one that has the resource, if it says so
   * @param end of which it speaks, where that is not the one of the resource
   */
  private record Notice(Event event, Optional<String> team, Optional<Instant> end) {
    String id() {
      return event.uid() + "-" + event.sequence() + team.map(id -> "-" + id).orElse("");
    }
  }

  private final List<Event> events = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  /**
   * @param last the sequence of the last of them, which the row of the resource counted up
   */
  void add(String uid, long last, List<Event.Draft> drafts) {
    long sequence = last - drafts.size();
    for (Event.Draft draft : drafts) {
      sequence++;
      Event event = event(uid, sequence, draft);
      events.add(event);
      if (draft.notice()) {
        notices.add(new Notice(event, Optional.empty(), draft.end()));
      }
    }
  }

  /** Has another team than the one that has the resource be told, in the words of the draft. */
  void tell(String uid, long sequence, Event.Draft draft, String team) {
    notices.add(new Notice(event(uid, sequence, draft), Optional.of(team), draft.end()));
  }

  private static Event event(String uid, long sequence, Event.Draft draft) {
    return new Event(
        uid,
        sequence,
        draft.at(),
        draft.level(),
        storable(draft.reason()),
        storable(draft.message()));
  }

  void insert(Handle handle, Sql sql) {
    if (!events.isEmpty()) {
      unnest().bindTo(handle.createUpdate(sql.get("add-events"))).execute();
    }
    if (!notices.isEmpty()) {
      Unnest.of(notices)
          .text("id", Notice::id)
          .text("uid", notice -> notice.event().uid())
          .number("sequence", notice -> notice.event().sequence())
          .optionalText("team", Notice::team)
          .instant("occurred_at", notice -> notice.event().at())
          .text("severity", notice -> notice.event().level().name())
          .text("reason", notice -> notice.event().reason())
          .text("message", notice -> notice.event().message())
          .optionalInstant("expires_at", Notice::end)
          .bindTo(handle.createUpdate(sql.get("add-notices")))
          .execute();
    }
  }

  Unnest<Event> unnest() {
    return Unnest.of(events)
        .text("uid", Event::uid)
        .number("sequence", Event::sequence)
        .instant("occurred_at", Event::at)
        .text("severity", event -> event.level().name())
        .text("reason", Event::reason)
        .text("message", Event::message);
  }

  /** PostgreSQL's text knows no NUL, but clouds say anything. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
