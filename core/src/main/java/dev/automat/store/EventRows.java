package dev.automat.store;

import dev.automat.resource.Event;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** New lines of timelines, gathered in a transaction and added by one statement. */
final class EventRows {

  private final List<Event> events = new ArrayList<>();

  /**
   * @param last the sequence of the last of them, which the row of the resource counted up
   */
  void add(String uid, long last, List<Event.Draft> drafts) {
    long sequence = last - drafts.size();
    for (Event.Draft draft : drafts) {
      sequence++;
      events.add(
          new Event(
              uid,
              sequence,
              draft.at(),
              draft.level(),
              storable(draft.reason()),
              storable(draft.message())));
    }
  }

  void insert(Handle handle, Sql sql) {
    if (!events.isEmpty()) {
      unnest().bindTo(handle.createUpdate(sql.get("add-events"))).execute();
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
