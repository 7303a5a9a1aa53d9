package dev.automat.provisioner.local.queue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.automat.provisioner.local.host.HostFailure;
import dev.automat.provisioner.local.host.KeptPort;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.msg.CreateQueue;
import org.elasticmq.msg.LookupQueue;
import org.elasticmq.msg.RestoreMessages;
import org.elasticmq.msg.UpdateQueueDeadLettersQueue;
import org.elasticmq.persistence.CreateQueueMetadata;
import org.elasticmq.persistence.sql.DBMessage;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Right;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * An ElasticMQ that runs: its actors, its store, and a client that speaks SQS to it.
 *
 * @param endpoint of the SQS protocol
 */
record RunningElasticMq(
    ActorSystem system,
    ActorRef manager,
    ActorRef writer,
    QueueStore store,
    SqsClient client,
    URI endpoint)
    implements AutoCloseable {

  /** The region that clients name; the server has but one. */
  static final String REGION = "local";

  private static final Logger LOG = LoggerFactory.getLogger(RunningElasticMq.class);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(3);
  private static final ErrorCode NOT_STARTED = new ErrorCode("elasticmq", ErrorType.EXTERNAL);

  /** Automat stops the server itself, after the engine: no hook may do so before. */
  private static final String SETTINGS =
      """
      pekko.daemonic = on
      pekko.jvm-shutdown-hooks = off
      pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
      pekko.coordinated-shutdown.run-by-actor-system-terminate = off
      pekko.loglevel = WARNING
      pekko.log-dead-letters = off
      """;

  /** Starts the server with what the store holds; the store is closed if that fails. */
  static RunningElasticMq start(
      QueueStore store, int port, KeptPort kept, Function<URI, SqsClient> clients) {
    ClassLoader loader = RunningElasticMq.class.getClassLoader();
    Config config = ConfigFactory.parseString(SETTINGS).withFallback(ConfigFactory.load(loader));
    ActorSystem system = ActorSystem.create("automat-queues", config, loader);
    ActorRef writer =
        system.actorOf(
            Props.create(QueueStoreActor.class, () -> new QueueStoreActor(store))
                .withDispatcher("pekko.actor.default-blocking-io-dispatcher"));
    ActorRef manager =
        system.actorOf(
            Props.create(
                QueueManagerActor.class,
                () ->
                    new QueueManagerActor(
                        new NowProvider(), StrictSQSLimits$.MODULE$, Option.apply(writer))));
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    RunningElasticMq server =
        new RunningElasticMq(system, manager, writer, store, clients.apply(endpoint), endpoint);
    boolean started = false;
    try {
      server.restore();
      server.listen(port, kept);
      started = true;
      return server;
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  /** Waits until the changes of queues that were acknowledged so far are in the store. */
  void flush() {
    ask(writer, QueueStoreActor.Flush.FLUSH);
  }

  /**
   * Takes the dead-letter queue from a queue, which the SQS protocol can not say to this server.
   */
  void removeRedrive(String queue) {
    if (ask(manager, new LookupQueue(queue)) instanceof Option<?> found
        && found.isDefined()
        && found.get() instanceof ActorRef actor) {
      ask(actor, new UpdateQueueDeadLettersQueue(Option.empty(), Option.empty()));
    }
  }

  @Override
  public void close() {
    client.close();
    try {
      flush();
    } catch (ProvisionerException failure) {
      LOG.warn("The queue server's last changes may be lost: {}", failure.getMessage());
    }
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("stopping the queue server", interrupt);
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("The queue server is slow to stop, and is left to itself", late);
    } finally {
      store.close();
    }
  }

  private void listen(int port, KeptPort kept) {
    try {
      SQSRestServerBuilder.withActorSystem(system)
          .withQueueManagerActor(manager)
          .withQueueEventListener(writer)
          .withInterface("127.0.0.1")
          .withPort(port)
          .withAWSRegion(REGION)
          .start()
          .waitUntilStarted();
    } catch (RuntimeException failure) {
      LOG.warn("ElasticMQ does not listen on port {}: {}", port, failure.toString());
      throw kept.taken(port);
    }
  }

  /** Queues that others send their dead letters to come first. */
  private void restore() {
    try {
      var stored = CollectionConverters.asScala(store.queues()).toList();
      var none = CollectionConverters.asScala(List.<CreateQueueMetadata>of()).toList();
      var sorted = CreateQueueMetadata.mergePersistedAndBaseQueues(stored, none);
      for (CreateQueueMetadata queue : CollectionConverters.asJava(sorted)) {
        ActorRef actor = made(queue);
        var messages = CollectionConverters.asScala(ordered(queue)).toList();
        ask(actor, new RestoreMessages(messages));
      }
    } catch (SQLException failure) {
      throw new ProvisionerException(
          NOT_STARTED,
          "can not read the stored queues: " + failure.getMessage(),
          "nothing; it is tried again",
          failure);
    }
  }

  private ActorRef made(CreateQueueMetadata queue) {
    Object answer = ask(manager, new CreateQueue(queue.toCreateQueueData()));
    if (answer instanceof Right<?, ?> right && right.value() instanceof ActorRef actor) {
      return actor;
    }
    throw new ProvisionerException(
        NOT_STARTED, "the stored queue " + queue.name() + " is refused: " + answer, "report this");
  }

  /** The stored form has neither the place in the queue nor whether the queue is FIFO. */
  private List<InternalMessage> ordered(CreateQueueMetadata queue) throws SQLException {
    List<InternalMessage> ordered = new ArrayList<>();
    for (DBMessage stored : store.messages(queue.name())) {
      InternalMessage message = stored.toInternalMessage();
      ordered.add(
          new InternalMessage(
              message.id(),
              message.deliveryReceipts(),
              message.nextDelivery(),
              message.content(),
              message.messageAttributes(),
              message.created(),
              ordered.size(),
              message.firstReceive(),
              message.receiveCount(),
              queue.isFifo(),
              message.messageGroupId(),
              message.messageDeduplicationId(),
              message.tracingId(),
              message.sequenceNumber(),
              message.deadLetterSourceQueueName()));
    }
    return ordered;
  }

  private static Object ask(ActorRef actor, Object message) {
    try {
      return Patterns.ask(actor, message, ANSWER).toCompletableFuture().get();
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted("asking the queue server", interrupt);
    } catch (ExecutionException failure) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE,
          "the queue server failed: " + failure.getCause(),
          "nothing; it is tried again",
          failure);
    }
  }
}
