package dev.automat.testkit.aws;

import dev.automat.testkit.Disruption;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.FaultPlan;
import dev.automat.testkit.wire.Header;
import dev.automat.testkit.wire.HttpFront;
import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * AWS as it is on a bad day: stands in front of moto, at a port of its own, and is in the way. Any
 * client of AWS can be pointed at {@link #endpoint()}. At first it puts right where moto lies (see
 * {@link Repair}) and does nothing else; a test switches on what it is about. What is real here and
 * what is not is said in the package's description.
 *
 * <p>With the same seed, the n-th call of an operation meets the same fault again.
 */
public final class HostileAws implements AutoCloseable {

  private static final Duration BLINK = Duration.ofMillis(5);
  private static final String EVERYBODY = "";

  private final MotoServer moto;
  private final Switches switches;
  private final FaultPlan<AwsCall> plan;
  private final CallCounts calls = new CallCounts();
  private final Map<String, Disruption> disrupted = new ConcurrentHashMap<>();
  private final List<String> ownFailures = new CopyOnWriteArrayList<>();
  private final AtomicLong serial = new AtomicLong();
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicLong faulty = new AtomicLong();
  private final MotoLink link;
  private final Accounts accounts;
  private final DatabaseLayer databases;
  private final CacheLayer caches;
  private final CacheShapeLayer shapes;
  private final StaleLayer stale;
  private final Map<String, Layer> layers;
  private final HttpFront front;
  private volatile boolean closed;

  private HostileAws(MotoServer moto, InstantSource clock, long seed, int port) throws IOException {
    this.moto = moto;
    this.switches = new Switches(clock, seed);
    this.plan = new FaultPlan<>(switches.dice);
    this.link = new MotoLink(moto.port());
    this.accounts = new Accounts(link);
    this.databases = new DatabaseLayer(switches, new DatabaseSecrets(switches, link::send));
    this.stale = new StaleLayer(switches);
    this.caches = new CacheLayer(switches);
    this.shapes = new CacheShapeLayer(switches, caches);
    this.layers =
        Map.of(
            "rds",
            databases,
            "elasticache",
            shapes,
            "sqs",
            new QueueLayer(switches),
            "tagging",
            new TaggingLayer(switches, caches));
    this.front = new HttpFront(this::answered, port);
  }

  /**
   * Begins to listen at a free port of this machine.
   *
   * @param clock by which states pass and late effects come
   * @param seed of all that is drawn
   */
  public static HostileAws before(MotoServer moto, InstantSource clock, long seed) {
    return before(moto, clock, seed, 0);
  }

  /**
   * The same at a port.
   *
   * @param port 0 for a free one
   */
  public static HostileAws before(MotoServer moto, InstantSource clock, long seed, int port) {
    try {
      return new HostileAws(moto, clock, seed, port);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Where clients call. It stays the same while nobody listens there. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.port());
  }

  /** What stands behind: called directly, it is the cloud's console. */
  public MotoServer moto() {
    return moto;
  }

  /** How often each operation was called. */
  public CallCounts calls() {
    return calls;
  }

  /** What can be done to databases. */
  public Databases databases() {
    return databases;
  }

  /** What can be done to caches. */
  public Caches caches() {
    return caches;
  }

  /** Whom a cache lets in; nobody if it has no user group. */
  public List<CacheLogin> cacheLogins(String account, String region, String name) {
    return shapes.users(new Id(account, region, name));
  }

  /** Behaves so from now on. */
  public void become(WireFaults faults) {
    switches.faults = faults;
  }

  /** Takes so long from now on. What is under way keeps its time. */
  public void pace(Timings timings) {
    switches.timings = timings;
  }

  /** Puts right these lies of moto and no others. */
  public void repair(Set<Repair> repairs) {
    switches.repairs = repairs.isEmpty() ? EnumSet.noneOf(Repair.class) : EnumSet.copyOf(repairs);
  }

  /** Lets so many of the next calls that match meet the fault, whatever is drawn for them. */
  public void order(Fault fault, int times, Predicate<AwsCall> which) {
    plan.order(fault, times, which);
  }

  /** Lets the next call of the operation meet the fault, whatever is drawn for it. */
  public void order(Fault fault, String service, String action) {
    order(fault, 1, call -> call.is(service, action));
  }

  /** Does this to all calls, until {@link #restore()}. */
  public void disrupt(Disruption disruption) {
    if (disruption == Disruption.UNREACHABLE) {
      front.leave();
    } else {
      disrupted.put(EVERYBODY, disruption);
    }
  }

  /** Does this to all calls of one account, until {@link #restore()}. */
  public void disrupt(String account, Disruption disruption) {
    disrupted.put(account, disruption);
  }

  /** Ends all disruptions, and forgets what was ordered and not met. */
  public void restore() {
    disrupted.clear();
    plan.forget();
    front.comeBack();
  }

  /** How many calls met a fault so far. */
  public long faulty() {
    return faulty.get();
  }

  /** How many calls wait for their late effect or answer. */
  public int late() {
    return late.get();
  }

  /** What went wrong in the proxy itself, or behind it: a test should find nothing here. */
  public List<String> ownFailures() {
    return List.copyOf(ownFailures);
  }

  @Override
  public void close() {
    closed = true;
    front.close();
  }

  private Optional<HttpFront.Answer> answered(
      String method, String path, List<Header> headers, byte[] body) {
    return answer(method, path, headers, new String(body, StandardCharsets.UTF_8))
        .map(reply -> new HttpFront.Answer(reply.status(), reply.headers(), reply.body()));
  }

  private Optional<AwsReply> answer(String method, String path, List<Header> headers, String body) {
    try {
      AwsCall call = AwsCall.read(method, path, headers, body, accounts);
      Optional<Disruption> fate = disruption(call); // Settled before anybody sees the call counted.
      calls.count(call);
      return fate.isPresent() ? disrupted(call, fate.get()) : faulty(call);
    } catch (IOException | RuntimeException broken) {
      if (!closed) {
        ownFailures.add(broken.toString());
      }
      return Optional.of(
          new AwsReply(500, List.of(new Header("Content-Type", "text/plain")), broken.toString()));
    }
  }

  private Optional<AwsReply> disrupted(AwsCall call, Disruption disruption) {
    return switch (disruption) {
      case UNREACHABLE -> Optional.empty();
      case THROTTLED -> Optional.of(refuse(call, AwsRefusal.throttled(call)));
      case HANGING -> {
        while (!closed && disruption(call).equals(Optional.of(Disruption.HANGING))) {
          LockSupport.parkNanos(BLINK.toNanos());
        }
        yield Optional.empty();
      }
    };
  }

  private Optional<Disruption> disruption(AwsCall call) {
    return Optional.ofNullable(disrupted.get(call.account()))
        .or(() -> Optional.ofNullable(disrupted.get(EVERYBODY)));
  }

  private Optional<AwsReply> faulty(AwsCall call) throws IOException {
    Optional<Fault> fault = plan.next(call, call.service() + ":" + call.action(), switches.faults);
    if (fault.isEmpty()) {
      return Optional.of(done(call));
    }
    faulty.incrementAndGet();
    return switch (fault.get()) {
      case THROTTLED -> Optional.of(refuse(call, AwsRefusal.throttled(call)));
      case FAILS_BEFORE -> Optional.of(refuse(call, AwsRefusal.broken(call)));
      case FAILS_AFTER -> {
        done(call);
        yield Optional.of(refuse(call, AwsRefusal.broken(call)));
      }
      case DROPPED_BEFORE -> Optional.empty();
      case DROPPED_AFTER -> {
        done(call);
        yield Optional.empty();
      }
      case LATE_EFFECT -> afterwards() ? Optional.of(done(call)) : Optional.empty();
      case LATE_ANSWER -> {
        AwsReply reply = done(call);
        yield afterwards() ? Optional.of(reply) : Optional.empty();
      }
    };
  }

  /** Waits until it is late; false if the proxy was closed meanwhile. */
  private boolean afterwards() {
    Instant due = switches.clock.instant().plus(switches.faults.lateness());
    late.incrementAndGet();
    try {
      while (!closed && switches.clock.instant().isBefore(due)) {
        LockSupport.parkNanos(BLINK.toNanos());
      }
      return !closed;
    } finally {
      late.decrementAndGet();
    }
  }

  private AwsReply done(AwsCall call) throws IOException {
    try {
      return stale.answer(call, this::past);
    } catch (Layer.Refused refused) {
      return refuse(call, refused.refusal());
    }
  }

  /** Past the layer of the service to moto. */
  private AwsReply past(AwsCall call) throws IOException {
    Layer layer = layers.get(call.service());
    return layer == null ? link.send(call) : layer.answer(call, link::send);
  }

  private AwsReply refuse(AwsCall call, AwsRefusal refusal) {
    return refusal.to(call, "00000000-0000-4000-8000-%012d".formatted(serial.incrementAndGet()));
  }
}
