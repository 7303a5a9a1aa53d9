package dev.automat.provisioner.gcp.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PublisherGrpc.PublisherBlockingStub;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import com.google.rpc.RetryInfo;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.gcp.FakePubSub;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The frame of the gRPC fakes, with the fake of Pub/Sub in it, driven over the wire. */
class HostileGrpcIT {

  private static final Topic TOPIC =
      Topic.newBuilder().setName("projects/acme/topics/orders").build();

  private final SkippingClock clock = new SkippingClock();
  private final FakePubSub fake = FakePubSub.start(clock, 1);
  private final ManagedChannel channel =
      Grpc.newChannelBuilderForAddress(
              "127.0.0.1", fake.wire().endpoint().getPort(), InsecureChannelCredentials.create())
          .build();
  private final PublisherBlockingStub publisher = PublisherGrpc.newBlockingStub(channel);

  @AfterEach
  void close() {
    channel.shutdownNow();
    fake.close();
    assertEquals(List.of(), fake.wire().ownFailures());
  }

  private StatusRuntimeException refused(Runnable call) {
    return assertThrows(StatusRuntimeException.class, call::run);
  }

  private boolean stands() {
    return fake.console().topic(TOPIC.getName()).isPresent();
  }

  /** In nanoseconds: for a machine that is busy with something else. */
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

  /** Longer than any test: it is over when the clock is moved. */
  private static final Duration LATE = Duration.ofDays(1);

  private static void await(String what, BooleanSupplier condition) {
    long limit = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < limit, what);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @ParameterizedTest(name = "{0}: {1}, effect {2}")
  @CsvSource({
    "THROTTLED, RESOURCE_EXHAUSTED, false",
    "FAILS_BEFORE, UNAVAILABLE, false",
    "FAILS_AFTER, UNAVAILABLE, true",
    "DROPPED_BEFORE, UNAVAILABLE, false",
    "DROPPED_AFTER, UNAVAILABLE, true",
  })
  void letsACallMeetWhatWasOrdered(Fault fault, Status.Code code, boolean effect) {
    publisher.getTopic(made("projects/acme/topics/warm-up"));
    fake.wire().order(fault, 1, call -> call.is("Publisher.CreateTopic"));
    StatusRuntimeException refusal =
        refused(
            () -> publisher.withDeadlineAfter(PATIENCE, TimeUnit.NANOSECONDS).createTopic(TOPIC));
    assertEquals(code, refusal.getStatus().getCode());
    assertEquals(effect, stands());
    assertEquals(1, fake.wire().faulty());
    assertEquals(2, fake.wire().calls("Publisher.CreateTopic"));
  }

  private GetTopicRequest made(String name) {
    publisher.createTopic(Topic.newBuilder().setName(name).build());
    return GetTopicRequest.newBuilder().setTopic(name).build();
  }

  @Test
  void anEffectThatIsLateComesAfterTheClientGaveUp() {
    fake.wire().become(WireFaults.NONE.late(LATE));
    fake.wire().order(Fault.LATE_EFFECT, 1, call -> true);
    ListenableFuture<Topic> call = PublisherGrpc.newFutureStub(channel).createTopic(TOPIC);
    await("the call arrives", () -> fake.wire().late() == 1);
    call.cancel(true);
    assertFalse(stands());
    clock.skip(LATE);
    await("its effect comes", this::stands);
  }

  @Test
  void anAnswerThatIsLateComesLongAfterItsEffect() {
    fake.wire().become(WireFaults.NONE.late(LATE));
    fake.wire().order(Fault.LATE_ANSWER, 1, call -> true);
    ListenableFuture<Topic> call = PublisherGrpc.newFutureStub(channel).createTopic(TOPIC);
    await("the answer is late", () -> fake.wire().late() == 1);
    assertTrue(stands());
    assertFalse(call.isDone());
    assertEquals(1, fake.wire().faulty());
    call.cancel(true);
    clock.skip(LATE);
    await("nobody waits for it any more", () -> fake.wire().late() == 0);
    assertTrue(stands());
  }

  @Test
  void saysInGooglesDetailsHowLongToWait() throws Exception {
    fake.wire().disrupt(Disruption.THROTTLED);
    var details = StatusProto.fromThrowable(refused(() -> publisher.createTopic(TOPIC)));
    RetryInfo retry =
        details.getDetailsList().stream()
            .filter(detail -> detail.is(RetryInfo.class))
            .findFirst()
            .orElseThrow()
            .unpack(RetryInfo.class);
    assertEquals(1, retry.getRetryDelay().getSeconds());
    fake.wire().restore();
    publisher.createTopic(TOPIC);
  }

  @Test
  void aReadMaySeeWhatWasBefore() {
    fake.wire().become(WireFaults.NONE.stale(1, LATE));
    GetTopicRequest request = made(TOPIC.getName());
    assertEquals(
        Status.Code.NOT_FOUND, refused(() -> publisher.getTopic(request)).getStatus().getCode());
    clock.skip(LATE);
    publisher.getTopic(request);
  }

  @Test
  void takesOnlyWhatGoogleTakes() {
    for (Topic wrong :
        List.of(
            Topic.newBuilder().setName("projects/acme/topics/google-x").build(),
            Topic.newBuilder().setName("projects/acme/topics/1").build(),
            TOPIC.toBuilder().putLabels("Upper", "x").build())) {
      assertEquals(
          Status.Code.INVALID_ARGUMENT,
          refused(() -> publisher.createTopic(wrong)).getStatus().getCode());
    }
    publisher.createTopic(TOPIC);
    assertEquals(
        Status.Code.ALREADY_EXISTS,
        refused(() -> publisher.createTopic(TOPIC)).getStatus().getCode());
    assertEquals(
        Status.Code.INVALID_ARGUMENT,
        refused(
                () ->
                    publisher.updateTopic(UpdateTopicRequest.newBuilder().setTopic(TOPIC).build()))
            .getStatus()
            .getCode());
  }
}
