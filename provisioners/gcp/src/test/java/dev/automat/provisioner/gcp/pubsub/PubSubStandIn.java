package dev.automat.provisioner.gcp.pubsub;

import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.spi.TypeDescriptor;
import dev.automat.testkit.gcp.FakePubSub;
import dev.automat.testkit.gcp.HostileGrpc;
import java.net.URI;
import java.util.Optional;

/** What stands in for Pub/Sub. */
interface PubSubStandIn extends AutoCloseable {

  URI endpoint();

  QueueConsole console();

  /** What can be done to the way to it; empty if nothing can. */
  Optional<HostileGrpc> wire();

  /** Why nothing can be done to it, and nobody is held to a policy. */
  Optional<String> unable();

  /** The type, as far as the stand-in has it. */
  TypeDescriptor known();

  @Override
  void close();

  /** The test kit's own. */
  record Fake(FakePubSub fake) implements PubSubStandIn {

    static PubSubStandIn start(SkippingClock clock) {
      return new Fake(FakePubSub.start(clock, 42));
    }

    @Override
    public URI endpoint() {
      return fake.wire().endpoint();
    }

    @Override
    public QueueConsole console() {
      return QueueConsole.of(fake.console());
    }

    @Override
    public Optional<HostileGrpc> wire() {
      return Optional.of(fake.wire());
    }

    @Override
    public Optional<String> unable() {
      return Optional.empty();
    }

    @Override
    public TypeDescriptor known() {
      return PubSubDescriptor.DESCRIPTOR;
    }

    @Override
    public void close() {
      fake.close();
    }
  }
}
