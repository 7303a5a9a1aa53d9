package dev.automat.testkit.aws;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** ElastiCache over time, and what moto can not do to a cache: lose it, and change it. */
final class CacheLayer implements Layer, Caches {

  private static final Set<String> TAGGING =
      Set.of("ListTagsForResource", "AddTagsToResource", "RemoveTagsFromResource");

  private final Switches switches;
  private final CacheBook book = new CacheBook();
  private final Map<String, String> endings = new HashMap<>();

  CacheLayer(Switches switches) {
    this.switches = switches;
  }

  @Override
  public synchronized void endCreation(String name, String status) {
    endings.put(name, status);
  }

  @Override
  public synchronized void openMaintenanceWindow() {
    for (CacheKind kind : CacheKind.values()) {
      for (Cache cache : book.of(kind).values()) {
        if (cache.progress.hasChanges()) {
          cache.progress.work("modifying", now(), switches.timings.modifying());
        }
      }
    }
  }

  @Override
  public synchronized void change(
      String account, String region, String name, String element, String value) {
    Id id = new Id(account, region, name);
    for (CacheKind kind : CacheKind.values()) {
      Optional<Cache> cache = book.find(kind, id);
      if (cache.isPresent() && !cache.get().isGone(now())) {
        cache.get().held.put(element, value);
        return;
      }
    }
    throw new IllegalArgumentException("no cache was made here as " + id);
  }

  @Override
  public synchronized AwsReply answer(AwsCall call, Onward onward) throws IOException {
    if (!switches.repairs(Repair.CACHES)) {
      return onward.go(call);
    }
    if (TAGGING.contains(call.action())) {
      return tag(call, onward);
    }
    Optional<CacheKind> kind = CacheKind.of(call.action());
    if (kind.isEmpty()) {
      return onward.go(call);
    }
    return switch (call.action().substring(0, 6)) {
      case "Create" -> create(kind.get(), call, onward);
      case "Descri" -> describe(kind.get(), call, onward);
      case "Modify" -> modify(kind.get(), call, onward);
      case "Delete" -> delete(kind.get(), call, onward);
      default -> onward.go(call);
    };
  }

  /** Whose ARN of moto's it is; nothing if what has it is gone, though moto keeps it. */
  synchronized Optional<String> ours(AwsCall call, String arn) {
    Optional<CacheKind> kind = CacheKind.ofArn(arn);
    if (kind.isEmpty() || !switches.repairs(Repair.CACHES)) {
      return Optional.of(arn);
    }
    int cut = arn.lastIndexOf(':') + 1;
    return book.ours(kind.get(), Id.of(call, arn.substring(cut)), now())
        .map(id -> arn.substring(0, cut) + id.name());
  }

  private AwsReply create(CacheKind kind, AwsCall call, Onward onward) throws IOException {
    Id id = id(kind, call);
    Optional<Cache> before = book.find(kind, id);
    if (before.isPresent() && !before.get().isGone(now())) {
      throw kind.alreadyExists(id.name());
    }
    Cache made = new Cache(before.map(one -> one.life + 1).orElse(1), call.parameters());
    AwsReply reply = onward.go(with(call, kind.nameParameter(), made.nameInMoto(id.name())));
    if (!reply.ok()) {
      return reply;
    }
    pass(made, "creating", switches.timings.creating());
    Optional.ofNullable(endings.remove(id.name())).ifPresent(made.progress::endIn);
    book.put(kind, id, made);
    return dressed(kind, call, reply, reply.xml());
  }

  private AwsReply describe(CacheKind kind, AwsCall call, Onward onward) throws IOException {
    if (call.parameter(kind.nameParameter()).isEmpty()) {
      AwsReply reply = onward.go(call);
      if (!reply.ok()) {
        return reply;
      }
      Document document = reply.xml();
      dress(kind, call, document);
      if (kind == CacheKind.CLUSTER) {
        CacheMembers.add(call, document, groups(call, onward), book);
      }
      return reply.withBody(document);
    }
    Id id = id(kind, call);
    Optional<Element> member =
        kind == CacheKind.CLUSTER
            ? CacheMembers.find(id.name(), groups(call, onward), book, call)
            : Optional.empty();
    if (member.isPresent()) {
      return Answers.list(call, "CacheClusters", member.get());
    }
    refuseGone(kind, id);
    AwsReply reply = onward.go(with(call, kind.nameParameter(), book.nameInMoto(kind, id)));
    return reply.ok() ? dressed(kind, call, reply, reply.xml()) : reply;
  }

  private AwsReply modify(CacheKind kind, AwsCall call, Onward onward) throws IOException {
    Element item = peek(kind, call, onward);
    Id id = id(kind, call);
    refuseUnlessAvailable(kind, id, item);
    Cache cache = book.get(kind, id);
    CacheChange change = CacheChange.of(call);
    cache.held.putAll(change.atOnce());
    change
        .work()
        .forEach((name, value) -> cache.progress.change(name, Xml.value(item, name), value));
    Duration time = switches.timings.modifying();
    if (cache.progress.hasChanges() && (time.isZero() || call.asksFor("ApplyImmediately"))) {
      cache.progress.work("modifying", now(), time);
    }
    return Answers.result(call, peek(kind, call, onward));
  }

  private AwsReply delete(CacheKind kind, AwsCall call, Onward onward) throws IOException {
    Id id = id(kind, call);
    Element item = peek(kind, call, onward);
    String status = Xml.value(item, kind.status);
    if (!status.equals("available") && !status.equals("create-failed")) {
      throw kind.wrongState(id.name(), status);
    }
    AwsReply reply = onward.go(with(call, kind.nameParameter(), book.nameInMoto(kind, id)));
    if (reply.ok()) {
      Cache cache = book.get(kind, id);
      book.put(kind, id, cache);
      cache.delete(now().plus(switches.timings.deleting()));
      Xml.set(item, kind.status, "deleting");
      return Answers.result(call, item);
    }
    return reply;
  }

  /** Tags can be read and written only while a cache is available, by the API reference. */
  private AwsReply tag(AwsCall call, Onward onward) throws IOException {
    String arn = call.parameter("ResourceName").orElse("");
    Optional<CacheKind> kind = CacheKind.ofArn(arn);
    if (kind.isEmpty()) {
      return onward.go(call);
    }
    int cut = arn.lastIndexOf(':') + 1;
    Id id = Id.of(call, arn.substring(cut));
    AwsCall describe =
        call.alsoAsk(kind.get().describe(), Map.of(kind.get().nameParameter(), id.name()));
    refuseUnlessAvailable(kind.get(), id, peek(kind.get(), describe, onward));
    String inMoto = arn.substring(0, cut) + book.nameInMoto(kind.get(), id);
    return onward.go(with(call, "ResourceName", inMoto));
  }

  /** The cache as a description would show it now. */
  private Element peek(CacheKind kind, AwsCall call, Onward onward) throws IOException {
    Id id = id(kind, call);
    Map<String, String> named = Map.of(kind.nameParameter(), id.name());
    AwsReply reply = describe(kind, call.alsoAsk(kind.describe(), named), onward);
    return Xml.first(reply.xml(), kind.item).orElseThrow(() -> kind.notFound(id.name()));
  }

  private Document groups(AwsCall call, Onward onward) throws IOException {
    AwsCall list = call.alsoAsk(CacheKind.GROUP.describe(), Map.of());
    Document document = onward.go(list).xml();
    dress(CacheKind.GROUP, list, document);
    return document;
  }

  private void refuseGone(CacheKind kind, Id id) {
    if (book.find(kind, id).filter(cache -> cache.isGone(now())).isPresent()) {
      throw kind.notFound(id.name());
    }
  }

  private static void refuseUnlessAvailable(CacheKind kind, Id id, Element item) {
    String status = Xml.value(item, kind.status);
    if (!status.equals("available")) {
      throw kind.wrongState(id.name(), status);
    }
  }

  private AwsReply dressed(CacheKind kind, AwsCall call, AwsReply reply, Document document)
      throws IOException {
    dress(kind, call, document);
    return reply.withBody(document);
  }

  private void dress(CacheKind kind, AwsCall call, Document document) {
    for (Element item : Xml.all(document, kind.item)) {
      String inMoto = Xml.value(item, kind.nameParameter());
      Optional<Id> id = book.ours(kind, Id.of(call, inMoto), now());
      if (id.isEmpty()) {
        Xml.remove(item);
      } else {
        dress(kind, item, inMoto, id.get());
      }
    }
  }

  private void dress(CacheKind kind, Element item, String inMoto, Id id) {
    if (!inMoto.equals(id.name())) {
      CacheView.rename(item, inMoto, id.name());
    }
    book.find(kind, id)
        .filter(cache -> !cache.isDeleting(now()))
        .ifPresent(
            cache -> {
              cache.settle(now());
              CacheView.show(kind, item, cache, cache.progress.status(now()));
            });
  }

  private void pass(Cache cache, String status, Duration time) {
    if (!time.isZero()) {
      cache.progress.pass(status, now(), time);
    }
  }

  private static AwsCall with(AwsCall call, String name, String value) {
    if (call.parameter(name).filter(value::equals).isPresent()) {
      return call;
    }
    Map<String, String> changed = new LinkedHashMap<>(call.parameters());
    changed.put(name, value);
    return call.withForm(changed);
  }

  private static Id id(CacheKind kind, AwsCall call) {
    return Id.of(call, call.parameter(kind.nameParameter()).orElse(""));
  }

  private Instant now() {
    return switches.clock.instant();
  }
}
