package dev.automat.engine;

import dev.automat.audit.SealedLine;
import dev.automat.notify.NoticeReport;
import dev.automat.notify.SimulatedReceivers.Receipt;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is left of a year: the audit log, the timelines, the notices, and what receivers took.
 *
 * @param notices by uid and sequence
 * @param receipts by uid
 */
record YearsLog(
    Map<String, Resource> resources,
    Map<String, List<Event>> timelines,
    List<SealedLine> lines,
    Map<String, List<SealedLine>> linesByUid,
    Map<String, NoticeReport> notices,
    Map<String, List<Receipt>> receipts) {

  private static final Pattern END = Pattern.compile("Its lifetime ended at ([^,;]+)");
  private static final Pattern DELETES = Pattern.compile("deleting it at (\\S+)$");
  private static final int ALL = 100_000;
  private static final int PAGE = 500;

  /** What expiry did. */
  record Act(Resource resource, Event event, boolean cuts) {

    /** The end that it speaks of. */
    Instant end() {
      return instant(END, event);
    }

    /** When what is cut is deleted, if nobody does anything. */
    Instant deletes() {
      return instant(DELETES, event);
    }

    boolean endsQuarantine() {
      return event.reason().equals("QuarantineEnded");
    }

    private static Instant instant(Pattern pattern, Event event) {
      Matcher matcher = pattern.matcher(event.message());
      if (!matcher.find()) {
        throw new AssertionError("no instant in " + event);
      }
      return Instant.parse(matcher.group(1));
    }
  }

  static YearsLog of(SimulatedYear year) {
    Store store = year.store;
    Map<String, Resource> resources = new HashMap<>();
    Map<String, List<Event>> timelines = new HashMap<>();
    ResourceFilter everything =
        new ResourceFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
    for (Resource resource : store.list(everything, Optional.empty(), ALL)) {
      resources.put(resource.uid(), resource);
      timelines.put(resource.uid(), store.events(resource.uid(), 0, ALL));
    }
    List<SealedLine> lines = year.sealer.lines();
    return new YearsLog(
        resources,
        timelines,
        lines,
        lines.stream().collect(Collectors.groupingBy(YearsLog::uid)),
        notices(store).stream()
            .collect(
                Collectors.toMap(
                    report -> place(report.notice().uid(), report.notice().sequence()),
                    report -> report)),
        year.receivers.receipts().stream()
            .collect(Collectors.groupingBy(receipt -> receipt.notice().uid())));
  }

  private static List<NoticeReport> notices(Store store) {
    List<NoticeReport> all = new ArrayList<>();
    long before = Long.MAX_VALUE;
    List<NoticeReport> page;
    do {
      page = store.outbox().page(Optional.empty(), false, before, PAGE);
      all.addAll(page);
      before = page.isEmpty() ? before : page.getLast().number();
    } while (page.size() == PAGE);
    return all;
  }

  /** Of what a line speaks; empty if it is no resource. */
  static String uid(SealedLine line) {
    return line.entry().change().map(it -> it.members().path("uid").asString()).orElse("");
  }

  private static String place(String uid, long sequence) {
    return uid + "/" + sequence;
  }

  List<Event> timeline(Resource resource) {
    return timelines.getOrDefault(resource.uid(), List.of());
  }

  Optional<NoticeReport> notice(Event event) {
    return Optional.ofNullable(notices.get(place(event.uid(), event.sequence())));
  }

  /** The last one of that reason before, if there is one. */
  Optional<Event> before(Event event, String reason) {
    return timelines.getOrDefault(event.uid(), List.of()).stream()
        .filter(other -> other.sequence() < event.sequence() && other.reason().equals(reason))
        .reduce((_, later) -> later);
  }

  /** The cut that this deletion came after. */
  Optional<Act> cutBefore(Act act) {
    return before(act.event(), "Expired").map(event -> new Act(act.resource(), event, true));
  }

  List<Act> acts() {
    List<Act> acts = new ArrayList<>();
    resources.values().forEach(resource -> acts.addAll(acts(resource)));
    return acts;
  }

  List<Act> acts(Resource resource) {
    return timeline(resource).stream()
        .filter(e -> e.reason().equals("Expired") || e.reason().equals("QuarantineEnded"))
        .map(e -> new Act(resource, e, e.message().contains("cutting its access")))
        .sorted(Comparator.comparing(act -> act.event().sequence()))
        .toList();
  }

  long events(String reason) {
    return timelines.values().stream()
        .flatMap(List::stream)
        .filter(event -> event.reason().equals(reason))
        .count();
  }

  /** Lines of the engine with that operation. */
  List<SealedLine> ofEngine(String operation) {
    return lines.stream()
        .filter(line -> line.entry().actor().equals("automat:engine"))
        .filter(line -> line.entry().operation().equals(operation))
        .toList();
  }
}
