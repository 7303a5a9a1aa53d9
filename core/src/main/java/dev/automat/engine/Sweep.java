package dev.automat.engine;

import dev.automat.engine.AccountGates.Admission;
import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Condition;
import dev.automat.resource.Resource;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Scope;
import dev.automat.store.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what a place holds with what should stand there, by the few calls of a list instead of
 * one call a resource. It judges and changes nothing itself: what looks wrong is woken and
 * reconciled, what can not be true holds the account.
 */
final class Sweep {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);

  private static final int PAGE = 500;
  private static final int FEW_MISSING = 5;
  private static final int MISSING_SHARE = 10;

  private final Tools tools;
  private final Place place;

  Sweep(Tools tools, Place place) {
    this.tools = tools;
    this.place = place;
  }

  /**
   * Looks at the whole place once.
   *
   * @return how many resources were woken; empty if the place could not be listed as a whole, and
   *     then nothing was done
   */
  Optional<Integer> run() {
    Optional<OpenType> type = tools.plugins().type(place.type());
    if (type.isEmpty()) {
      tools.places().refused(place, tools.plugins().whyNot(place.type()));
    }
    Instant began = tools.clock().instant();
    return type.flatMap(this::listAll).map(listed -> compare(type.orElseThrow(), listed, began));
  }

  private Optional<Map<String, Listed>> listAll(OpenType type) {
    Map<String, Listed> all = new HashMap<>();
    Optional<String> token = Optional.empty();
    do {
      Optional<ListPage> page = page(type, token);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      page.get().items().forEach(item -> all.put(item.externalName(), item));
      token = page.get().next();
    } while (token.isPresent());
    return Optional.of(all);
  }

  private Optional<ListPage> page(OpenType type, Optional<String> token) {
    Optional<Admission.Permit> permit =
        tools.gates().admitList(place.account(), type.descriptor(), tools.clock().instant());
    return permit.flatMap(p -> page(type, token, p));
  }

  private Optional<ListPage> page(OpenType type, Optional<String> token, Admission.Permit permit) {
    try {
      ListPage page = tools.calls().call(() -> type.operations().list(scope(), token));
      tools.gates().answered(permit);
      return Optional.of(page);
    } catch (ProvisionerException e) {
      tools.gates().failed(permit, e.code(), tools.clock().instant());
      tools.places().failed(place, e);
      log.warn("{} in {} could not be listed: {}", place.type(), place.account(), e.getMessage());
      return Optional.empty();
    }
  }

  private Scope scope() {
    String account = place.account().substring(place.account().indexOf('/') + 1);
    return new Scope(account, place.region(), tools.installation());
  }

  private int compare(OpenType type, Map<String, Listed> listed, Instant began) {
    Instant now = tools.clock().instant();
    Tally tally = new Tally(type, began.minus(type.descriptor().settleTime()));
    Map<String, Listed> unexplained = new HashMap<>(listed);
    String after = "";
    List<Resource> page;
    do {
      page = tools.store().inScope(place.type(), place.account(), place.region(), after, PAGE);
      for (Resource resource : page) {
        after = resource.status().externalName();
        tally.count(resource, Optional.ofNullable(unexplained.remove(after)));
      }
    } while (page.size() == PAGE);
    tally.holdIfMany(now);
    tally.wrong.addAll(new Unexplained(tools, place, unexplained.values()).explain(now));
    tools.store().wake(tally.wrong, now);
    tools.places().listed(place);
    return tally.wrong.size();
  }

  /** What is wrong so far. */
  private final class Tally {
    final List<String> wrong = new ArrayList<>();
    private final OpenType type;
    private final Instant shownSurely;
    private int expected;
    private int missing;

    /**
     * @param shownSurely what was made by then is listed, if it is there
     */
    Tally(OpenType type, Instant shownSurely) {
      this.type = type;
      this.shownSurely = shownSurely;
    }

    void count(Resource resource, Optional<Listed> item) {
      if (!resource.work().madeOnce() || resource.want().absent()) {
        return; // On its way, and due by itself.
      }
      if (item.isEmpty() && tooYoung(resource)) {
        return;
      }
      expected++;
      // What a person was told of before, and released the account after, is no news.
      missing += item.isEmpty() && !resource.status().saysMissing() ? 1 : 0;
      boolean looksWrong =
          item.map(seen -> looksWrong(type, resource, seen))
              .orElseGet(() -> !resource.status().saysMissing());
      if (looksWrong) {
        wrong.add(resource.uid());
      }
    }

    private boolean tooYoung(Resource resource) {
      return resource.work().createIntentAt().filter(shownSurely::isBefore).isPresent();
    }

    void holdIfMany(Instant now) {
      if (missing > FEW_MISSING && missing * 100 > expected * MISSING_SHARE) {
        tools
            .guard()
            .hold(
                place.account(),
                missing
                    + " of "
                    + expected
                    + " resources of type "
                    + place.type()
                    + " are missing at once",
                now);
      }
    }
  }

  private boolean looksWrong(OpenType type, Resource resource, Listed item) {
    State state = item.observed().state();
    if (resource.status().saysMissing() || state == State.FAILED || state == State.DELETING) {
      return true;
    }
    boolean shownAlready = resource.status().is(Condition.Type.Drifted);
    return !shownAlready && differs(type, resource, item);
  }

  /** What the plugin can not compare is looked at by itself, which shows why. */
  private boolean differs(OpenType type, Resource resource, Listed item) {
    try {
      return !differences(type, resource, item).isEmpty();
    } catch (ProvisionerException e) {
      log.warn("{} can not be compared: {}", resource.key(), e.getMessage());
      return true;
    }
  }

  private List<Difference> differences(OpenType type, Resource resource, Listed item) {
    Map<String, String> wantedTags =
        Desires.tags(resource, Desires.ref(resource, tools.installation()));
    return switch (type.descriptor().listDepth()) {
      case IDENTITY -> List.of();
      case TAGS ->
          Differences.ofTags(
              wantedTags, item.observed().tags(), tools.calls().equivalence(type.operations()));
      case FULL ->
          Differences.between(
              resource.plan(),
              Differences.Since.of(resource, resource.status()),
              type.descriptor(),
              wantedTags,
              item.observed(),
              tools.calls().equivalence(type.operations()));
    };
  }
}
