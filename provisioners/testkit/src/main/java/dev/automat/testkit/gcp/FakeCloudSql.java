package dev.automat.testkit.gcp;

import dev.automat.testkit.Disruption;
import dev.automat.testkit.aws.AwsFaults;
import dev.automat.testkit.aws.Fault;
import dev.automat.testkit.wire.Dice;
import dev.automat.testkit.wire.Header;
import dev.automat.testkit.wire.HttpFront;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A fake of Google's Cloud SQL Admin API, and how it is on a bad day. Google's client is pointed at
 * {@link #endpoint()}. At first everything is done at once and nothing goes wrong; a test switches
 * on what it is about. What is as Google's and what is not is said in the package's description.
 *
 * <p>With the same seed, the n-th call of a method meets the same fault again.
 */
public final class FakeCloudSql implements AutoCloseable {

  private static final long BLINK = 5_000_000;

  private static final class Order {
    private final Fault fault;
    private final Predicate<SqlCall> which;
    private int times;

    Order(Fault fault, int times, Predicate<SqlCall> which) {
      this.fault = fault;
      this.times = times;
      this.which = which;
    }
  }

  private final InstantSource clock;
  private final Dice dice;
  private final SqlState state;
  private final HttpFront front;
  private final List<Order> orders = new ArrayList<>();
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final List<String> ownFailures = new CopyOnWriteArrayList<>();
  private final AtomicLong faulty = new AtomicLong();
  private volatile AwsFaults faults = AwsFaults.NONE;
  private volatile Optional<Disruption> disrupted = Optional.empty();
  private volatile boolean closed;

  private FakeCloudSql(InstantSource clock, long seed) throws IOException {
    this.clock = clock;
    this.dice = new Dice(seed);
    this.state = new SqlState(clock);
    this.front = new HttpFront(this::answer, 0);
  }

  /**
   * Begins to listen at a free port of this machine.
   *
   * @param clock by which operations pass and late effects come
   * @param seed of all that is drawn
   */
  public static FakeCloudSql start(InstantSource clock, long seed) {
    try {
      return new FakeCloudSql(clock, seed);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Where clients call: what they are given as root URL. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.port() + "/");
  }

  /** What a person sees and does in the project. */
  public SqlConsole console(String project) {
    return new SqlConsole(state, project);
  }

  /** Takes so long from now on. What is under way keeps its time. */
  public void pace(SqlTimings timings) {
    state.pace(timings);
  }

  /** Behaves so from now on; reads are never stale here. */
  public void become(AwsFaults wanted) {
    faults = wanted;
  }

  /** The next creation of that instance fails in its operation, with that code. */
  public void endCreation(String instance, String code) {
    state.endCreation(instance, code);
  }

  /** Lets so many of the next calls that match meet the fault, whatever is drawn for them. */
  public void order(Fault fault, int times, Predicate<SqlCall> which) {
    synchronized (orders) {
      orders.add(new Order(fault, times, which));
    }
  }

  /** Does this to all calls, until {@link #restore()}. */
  public void disrupt(Disruption disruption) {
    if (disruption == Disruption.UNREACHABLE) {
      front.leave();
    } else {
      disrupted = Optional.of(disruption);
    }
  }

  /** Ends all disruptions, and forgets what was ordered and not met. */
  public void restore() {
    disrupted = Optional.empty();
    synchronized (orders) {
      orders.clear();
    }
    front.comeBack();
  }

  /** Calls by method, such as {@code instances.insert}, whatever was answered. */
  public Map<String, Long> calls() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((method, count) -> all.put(method, count.get()));
    return all;
  }

  /** Calls of one method. */
  public long calls(String method) {
    return calls().getOrDefault(method, 0L);
  }

  /** How many calls met a fault so far. */
  public long faulty() {
    return faulty.get();
  }

  /** What went wrong in the fake itself: a test should find nothing here. */
  public List<String> ownFailures() {
    return List.copyOf(ownFailures);
  }

  @Override
  public void close() {
    closed = true;
    front.close();
  }

  private Optional<HttpFront.Answer> answer(
      String verb, String uri, List<Header> headers, byte[] body) {
    try {
      boolean zipped =
          headers.stream()
              .anyMatch(each -> each.is("Content-Encoding") && each.value().equals("gzip"));
      SqlCall call = SqlCall.read(verb(verb, headers), uri, body, zipped);
      counts.computeIfAbsent(call.method(), key -> new AtomicLong()).incrementAndGet();
      return outcome(call).map(FakeCloudSql::written);
    } catch (SqlRefusal refusal) {
      return Optional.of(written(refusal.reply()));
    } catch (IOException | RuntimeException broken) {
      if (!closed) {
        ownFailures.add(verb + " " + uri + ": " + broken);
      }
      return Optional.of(
          written(SqlRefusal.of(500, "internalError", "the fake failed: " + broken).reply()));
    }
  }

  /** Google's client sends a PATCH as a POST where Java's own HTTP knows none. */
  private static String verb(String sent, List<Header> headers) {
    return headers.stream()
        .filter(each -> each.is("X-HTTP-Method-Override"))
        .map(Header::value)
        .findFirst()
        .orElse(sent);
  }

  private static HttpFront.Answer written(SqlReply reply) {
    return new HttpFront.Answer(
        reply.status(),
        List.of(new Header("Content-Type", "application/json; charset=UTF-8")),
        reply.body().toString());
  }

  private Optional<SqlReply> outcome(SqlCall call) {
    Optional<Disruption> fate = disrupted;
    if (fate.isPresent()) {
      return fate.get() == Disruption.THROTTLED
          ? Optional.of(SqlRefusal.throttled().reply())
          : hung();
    }
    Optional<Fault> fault = next(call);
    if (fault.isEmpty()) {
      return Optional.of(done(call));
    }
    faulty.incrementAndGet();
    return switch (fault.get()) {
      case THROTTLED -> Optional.of(SqlRefusal.throttled().reply());
      case FAILS_BEFORE -> Optional.of(SqlRefusal.broken().reply());
      case FAILS_AFTER -> {
        done(call);
        yield Optional.of(SqlRefusal.broken().reply());
      }
      case DROPPED_BEFORE -> Optional.empty();
      case DROPPED_AFTER -> {
        done(call);
        yield Optional.empty();
      }
      case LATE_EFFECT -> afterwards() ? Optional.of(done(call)) : Optional.empty();
      case LATE_ANSWER -> {
        SqlReply reply = done(call);
        yield afterwards() ? Optional.of(reply) : Optional.empty();
      }
    };
  }

  private Optional<SqlReply> hung() {
    while (!closed && disrupted.isPresent()) {
      LockSupport.parkNanos(BLINK);
    }
    return Optional.empty();
  }

  private boolean afterwards() {
    Instant due = clock.instant().plus(faults.lateness());
    while (!closed && clock.instant().isBefore(due)) {
      LockSupport.parkNanos(BLINK);
    }
    return !closed;
  }

  private SqlReply done(SqlCall call) {
    try {
      return state.answer(call);
    } catch (SqlRefusal refusal) {
      return refusal.reply();
    }
  }

  /** Drawn in any case, so that an order changes nothing about the draws after it. */
  private Optional<Fault> next(SqlCall call) {
    Optional<Fault> drawn = draw(call);
    synchronized (orders) {
      for (Iterator<Order> all = orders.iterator(); all.hasNext(); ) {
        Order order = all.next();
        if (order.which.test(call)) {
          if (--order.times <= 0) {
            all.remove();
          }
          return Optional.of(order.fault);
        }
      }
    }
    return drawn;
  }

  private Optional<Fault> draw(SqlCall call) {
    double rolled = dice.roll("fate of " + call.method());
    for (Fault fault : Fault.values()) {
      rolled -= faults.shares().getOrDefault(fault, 0.0);
      if (rolled < 0) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
