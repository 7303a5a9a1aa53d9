package dev.automat.testkit.gcp;

import dev.automat.testkit.Disruption;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.Header;
import dev.automat.testkit.wire.HttpFront;
import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A fake of Google's Cloud SQL Admin API, and how it is on a bad day. Google's client is pointed at
 * {@link #endpoint()}. At first everything is done at once and nothing goes wrong; a test switches
 * on what it is about. What is as Google's and what is not is said in the package's description.
 *
 * <p>With the same seed, the n-th call of a method meets the same fault again.
 */
public final class FakeCloudSql implements AutoCloseable {

  private final CallFates<SqlCall> fates;
  private final SqlState state;
  private final HttpFront front;

  private FakeCloudSql(InstantSource clock, long seed, SqlBehind behind) throws IOException {
    this.fates = new CallFates<>(clock, seed, SqlCall::method);
    this.state = new SqlState(clock, behind, fates::isStale);
    this.front = new HttpFront(this::answer, 0);
  }

  /**
   * Begins to listen at a free port of this machine.
   *
   * @param clock by which operations pass and late effects come
   * @param seed of all that is drawn
   */
  public static FakeCloudSql start(InstantSource clock, long seed) {
    return start(clock, seed, new SqlBehind(Optional.empty()));
  }

  /**
   * The same with real servers behind the instances.
   *
   * @param servers closing them is the caller's
   */
  public static FakeCloudSql start(InstantSource clock, long seed, SqlServers servers) {
    return start(clock, seed, new SqlBehind(Optional.of(servers)));
  }

  private static FakeCloudSql start(InstantSource clock, long seed, SqlBehind behind) {
    try {
      return new FakeCloudSql(clock, seed, behind);
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

  /** Behaves so from now on. Only reads of instances and lists of them are ever stale. */
  public void become(WireFaults wanted) {
    fates.become(wanted);
  }

  /** The next creation of that instance fails in its operation, with that code. */
  public void endCreation(String instance, String code) {
    state.endCreation(instance, code);
  }

  /** Lets so many of the next calls that match meet the fault, whatever is drawn for them. */
  public void order(Fault fault, int times, Predicate<SqlCall> which) {
    fates.order(fault, times, which);
  }

  /** Does this to all calls, until {@link #restore()}. */
  public void disrupt(Disruption disruption) {
    if (disruption == Disruption.UNREACHABLE) {
      front.leave();
    } else {
      fates.disrupt(disruption);
    }
  }

  /** Ends all disruptions, and forgets what was ordered and not met. */
  public void restore() {
    fates.restore();
    front.comeBack();
  }

  /** Calls by method, such as {@code instances.insert}, whatever was answered. */
  public Map<String, Long> calls() {
    return fates.calls();
  }

  /** Calls of one method. */
  public long calls(String method) {
    return fates.calls(method);
  }

  /** How many calls met a fault so far. */
  public long faulty() {
    return fates.faulty();
  }

  /** How many calls wait for their late effect or answer. */
  public int late() {
    return fates.late();
  }

  /** What went wrong in the fake itself: a test should find nothing here. */
  public List<String> ownFailures() {
    return fates.ownFailures();
  }

  @Override
  public void close() {
    fates.close();
    front.close();
  }

  private Optional<HttpFront.Answer> answer(
      String verb, String uri, List<Header> headers, byte[] body) {
    try {
      boolean zipped =
          headers.stream()
              .anyMatch(each -> each.is("Content-Encoding") && each.value().equals("gzip"));
      SqlCall call = SqlCall.read(verb(verb, headers), uri, body, zipped);
      fates.count(call);
      return outcome(call).map(FakeCloudSql::written);
    } catch (SqlRefusal refusal) {
      return Optional.of(written(refusal.reply()));
    } catch (IOException | RuntimeException broken) {
      fates.failed(verb + " " + uri, broken);
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
    Optional<Disruption> fate = fates.disrupted();
    if (fate.isPresent()) {
      return fate.get() == Disruption.THROTTLED
          ? Optional.of(SqlRefusal.throttled().reply())
          : hung();
    }
    Optional<Fault> fault = fates.next(call);
    if (fault.isEmpty()) {
      return Optional.of(done(call));
    }
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
      case LATE_EFFECT -> fates.beLate() ? Optional.of(done(call)) : Optional.empty();
      case LATE_ANSWER -> {
        SqlReply reply = done(call);
        yield fates.beLate() ? Optional.of(reply) : Optional.empty();
      }
    };
  }

  private Optional<SqlReply> hung() {
    fates.hang();
    return Optional.empty();
  }

  private SqlReply done(SqlCall call) {
    try {
      return state.answer(call);
    } catch (SqlRefusal refusal) {
      return refusal.reply();
    }
  }
}
